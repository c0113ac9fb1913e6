// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Inserts encoded rows. Blocks until ClickHouse has answered; may be shared between threads. Rows
 * are versioned and absolute, so every failure may be answered by sending the same bytes again.
 */
public final class TableWriter implements AutoCloseable {
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern STATEMENT =
      Pattern.compile("INSERT INTO (\\w+ \\([\\w, ]+\\)) FORMAT RowBinary");

  /** Below the socket's time-out, so that a replica that is away is told as what it is. */
  private static final Duration QUORUM_TIMEOUT = Duration.ofSeconds(30);

  private final Client client;
  private final boolean replicated;

  public TableWriter(ClickHouseEndpoint endpoint) {
    replicated = endpoint.isCluster();
    client = ClickHouseClients.open(endpoint, SOCKET_TIMEOUT);
  }

  /**
   * Inserts rows, which are visible when this returns.
   *
   * @param insertStatement as made by {@link io.millrace.sql.table.Table#insertStatement}, perhaps
   *     by an older version of it
   * @param rows in RowBinary, any number of them, encoded for that statement; an array's, from
   *     position to limit
   * @throws RefusedException if ClickHouse refused the data itself; permanent
   * @throws UnavailableException if anything else went wrong; retryable
   */
  public void insert(String insertStatement, ByteBuffer rows)
      throws RefusedException, UnavailableException {
    String target = targetOf(insertStatement);
    try {
      // The client works in the calling thread: the future is complete when it is given out.
      InsertResponse response =
          client
              .insert(
                  target,
                  new ByteArrayInputStream(
                      rows.array(), rows.arrayOffset() + rows.position(), rows.remaining()),
                  ClickHouseFormat.RowBinary,
                  settings(replicated))
              .join();
      response.close();
    } catch (RuntimeException e) {
      throwClassified(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * Asynchronous inserts are the default of ClickHouse 26.7 and may answer before the rows are
   * there. Merging the rows of a block before it is stored finds nothing, since a barrier makes one
   * row a key, and took longer than storing it. Nor are skip indices made of it, for the first
   * merge would make them again, and what is that young is little:
   * docs/adr/0014-what-young-rows-cost.md. One thread: the rows are one block, which more would not
   * share but wait for. Deduplication drops a repeated block in silence, and in 26.7 does so even
   * if a kill lost the first one: its token is logged before its part is put in place. Replicated
   * rows count as stored when most replicas have them: docs/adr/0007-replicated-tables.md.
   */
  static Map<String, String> serverSettings(boolean replicated) {
    Map<String, String> settings = new HashMap<>();
    settings.put("async_insert", "0");
    settings.put("insert_deduplicate", "0");
    settings.put("optimize_on_insert", "0");
    settings.put("materialize_skip_indexes_on_insert", "0");
    settings.put("max_threads", "1");
    if (replicated) {
      settings.put("insert_quorum", "auto");
      settings.put("insert_quorum_parallel", "1");
      settings.put("insert_quorum_timeout", String.valueOf(QUORUM_TIMEOUT.toMillis()));
    }
    return settings;
  }

  static InsertSettings settings(boolean replicated) {
    InsertSettings settings = new InsertSettings();
    serverSettings(replicated).forEach((name, value) -> settings.serverSetting(name, value));
    return settings;
  }

  /** The client writes the words around it itself, and takes what is between them as it is. */
  private static String targetOf(String insertStatement) {
    Matcher matcher = STATEMENT.matcher(insertStatement);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an insert of RowBinary: " + insertStatement);
    }
    return matcher.group(1);
  }

  private static void throwClassified(Throwable failure)
      throws RefusedException, UnavailableException {
    IOException classified = InsertFailureClassifier.classify(failure);
    if (classified instanceof RefusedException refused) {
      throw refused;
    }
    throw (UnavailableException) classified;
  }
}
