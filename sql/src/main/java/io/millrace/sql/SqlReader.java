// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.data_formats.internal.BinaryStreamReader.ArrayValue;
import com.clickhouse.client.api.data_formats.internal.BinaryStreamReader.EnumValue;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseColumn;
import com.clickhouse.data.ClickHouseFormat;
import io.millrace.sql.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks ClickHouse. May be shared between threads. */
public final class SqlReader implements AutoCloseable {
  private static final Duration SOCKET_TIMEOUT = Duration.ofMinutes(5);

  private final Client client;
  private final boolean replicated;

  public SqlReader(ClickHouseEndpoint endpoint) {
    replicated = endpoint.isCluster();
    client = ClickHouseClients.open(endpoint, SOCKET_TIMEOUT);
  }

  /**
   * Reads a whole result into memory.
   *
   * @param sql a query; parameters are written {@code {name:Type}}
   * @param params value of each parameter
   * @return one map a row, by column name in the order of the query. Enums are their names, arrays
   *     and tuples are lists, maps are maps
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer
   */
  public List<Map<String, Object>> query(String sql, Map<String, Object> params)
      throws IOException {
    return query(sql, params, Map.of());
  }

  /**
   * The same with settings of ClickHouse, such as {@code max_execution_time}.
   *
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer
   */
  public List<Map<String, Object>> query(
      String sql, Map<String, Object> params, Map<String, Object> serverSettings)
      throws IOException {
    return query(sql, params, serverSettings, "");
  }

  /**
   * The same under an id by which {@link #kill} finds it.
   *
   * @param queryId '' = ClickHouse draws one
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer
   */
  public List<Map<String, Object>> query(
      String sql, Map<String, Object> params, Map<String, Object> serverSettings, String queryId)
      throws IOException {
    try {
      return client.queryAll(sql, params, settings(serverSettings, queryId)).stream()
          .map(SqlReader::valuesOf)
          .toList();
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * Copies a result, as ClickHouse formats it, while it comes in.
   *
   * @param sql a query without a FORMAT clause
   * @param format a format's name, e.g. PrettyCompact, TSVWithNames or JSONEachRow
   * @throws IllegalArgumentException if there is no such format
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer, or broke off
   */
  public void stream(String sql, Map<String, Object> params, String format, OutputStream out)
      throws IOException {
    stream(sql, params, Map.of(), format, out);
  }

  /**
   * The same with settings of ClickHouse, such as {@code max_execution_time}.
   *
   * @throws IllegalArgumentException if there is no such format
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer, or broke off
   */
  public void stream(
      String sql,
      Map<String, Object> params,
      Map<String, Object> serverSettings,
      String format,
      OutputStream out)
      throws IOException {
    read(sql, params, serverSettings, format, result -> result.transferTo(out));
  }

  /**
   * The same under an id by which {@link #kill} finds it.
   *
   * @param queryId '' = ClickHouse draws one
   * @throws IllegalArgumentException if there is no such format
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer, or broke off
   */
  public void stream(
      String sql,
      Map<String, Object> params,
      Map<String, Object> serverSettings,
      String queryId,
      String format,
      OutputStream out)
      throws IOException {
    read(
        sql,
        params,
        settings(serverSettings, queryId).setFormat(ClickHouseFormat.valueOf(format)),
        result -> result.transferTo(out));
  }

  /** Takes a result while it comes in. */
  @FunctionalInterface
  public interface ResultReader {
    void read(InputStream result) throws IOException;
  }

  /**
   * Has a result read, as ClickHouse formats it, while it comes in. An error that ClickHouse meets
   * on the way ends it early, with the error's text in place of the rest.
   *
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer, or broke off
   */
  public void read(
      String sql,
      Map<String, Object> params,
      Map<String, Object> serverSettings,
      String format,
      ResultReader reader)
      throws IOException {
    read(
        sql,
        params,
        settings(serverSettings, "").setFormat(ClickHouseFormat.valueOf(format)),
        reader);
  }

  private void read(
      String sql, Map<String, Object> params, QuerySettings settings, ResultReader reader)
      throws IOException {
    try (InputStream result = client.query(sql, params, settings).join().getInputStream()) {
      reader.read(result);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /**
   * Ends a query of the same account; nothing where it has ended.
   *
   * @param queryId letters, digits and hyphens
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer
   */
  public void kill(String queryId) throws IOException {
    if (!queryId.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException("queryId must be letters, digits and hyphens: " + queryId);
    }
    stream(
        "KILL QUERY WHERE query_id = '" + queryId + "' ASYNC",
        Map.of(),
        "TSV",
        OutputStream.nullOutputStream());
  }

  /**
   * Waits until this replica has what any replica had of a table when this was called; nothing to
   * wait for where tables are not replicated.
   *
   * @throws RefusedException if the user lacks the right SYSTEM SYNC REPLICA
   * @throws UnavailableException if it did not answer
   */
  public void awaitReplication(Table table) throws IOException {
    awaitReplication(table.physicalName());
  }

  /** The same of a table by its physical name. */
  public void awaitReplication(String physicalName) throws IOException {
    if (replicated) {
      execute("SYSTEM SYNC REPLICA " + physicalName, Map.of());
    }
  }

  /**
   * Runs a statement that has no result. What an {@code INSERT … SELECT} inserts is visible when
   * this returns, stored by most replicas, and never taken for a repetition.
   *
   * @throws RefusedException if ClickHouse answered with an error
   * @throws UnavailableException if it did not answer
   */
  public void execute(String statement, Map<String, Object> params) throws IOException {
    QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.TSV);
    TableWriter.serverSettings(replicated)
        .forEach((name, value) -> settings.serverSetting(name, value));
    try (InputStream result = client.query(statement, params, settings).join().getInputStream()) {
      result.transferTo(OutputStream.nullOutputStream());
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static QuerySettings settings(Map<String, Object> serverSettings, String queryId) {
    QuerySettings settings = new QuerySettings();
    if (!queryId.isEmpty()) {
      settings.setQueryId(queryId);
    }
    serverSettings.forEach((name, value) -> settings.serverSetting(name, value.toString()));
    return settings;
  }

  private static Map<String, Object> valuesOf(GenericRecord row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (ClickHouseColumn column : row.getSchema().getColumns()) {
      String name = column.getColumnName();
      values.put(name, plain(row.getObject(name)));
    }
    return values;
  }

  /** The client's own wrappers as the collections that they stand for. */
  private static Object plain(Object value) {
    if (value instanceof EnumValue name) {
      return name.getName();
    }
    if (value instanceof ArrayValue array) {
      return array.asList().stream().map(SqlReader::plain).toList();
    }
    if (value instanceof Object[] tuple) {
      return Arrays.stream(tuple).map(SqlReader::plain).toList();
    }
    return value;
  }

  static IOException failed(Throwable failure) {
    ServerException answer = InsertFailureClassifier.answerIn(failure);
    if (answer != null) {
      return new RefusedException(answer.getCode(), answer.getMessage(), failure);
    }
    return new UnavailableException(String.valueOf(failure.getMessage()), failure);
  }
}
