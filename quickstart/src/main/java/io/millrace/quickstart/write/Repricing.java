// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Prices the calls of all traces that began in a time, trace by trace in the order of their keys:
 * each trace changes at once, and one may go on after the last that was told.
 *
 * @param from inclusive
 * @param to exclusive
 * @param workspace '' = all
 * @param prices that go before the job's book, '' = none
 */
public record Repricing(Instant from, Instant to, String workspace, String prices) {
  private static final int PAGE = 1_000;

  /** Each write waits for Kafka's acknowledgement; together they wait once. */
  private static final int AT_ONCE = 32;

  private static final String TRACES =
      "SELECT workspace, trace_id FROM traces"
          + " WHERE start_time >= fromUnixTimestamp64Milli({from:Int64})"
          + " AND start_time < fromUnixTimestamp64Milli({to:Int64})"
          + " AND ({workspace:String} = '' OR workspace = {workspace:String})"
          + " AND (workspace, trace_id) > ({after_workspace:String}, {after_trace:String})"
          + " ORDER BY workspace, trace_id LIMIT {page:UInt32}";

  /**
   * A trace.
   *
   * @param traceId 32 hex digits; '' stands before all
   */
  public record Place(String workspace, String traceId) {
    /** Before the first. */
    public static final Place START = new Place("", "");

    /** As it is told and read back: workspace/trace id. */
    public static Place parse(String text) {
      int slash = text.lastIndexOf('/');
      if (slash < 0) {
        throw new IllegalArgumentException(
            "must be workspace/trace-id, as a line of progress says");
      }
      return new Place(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
      return workspace + '/' + traceId;
    }
  }

  /**
   * Sends a command for each trace, and waits until the views show the last.
   *
   * @param after where to go on
   * @param progress takes the last trace whose command is acknowledged, from time to time
   * @return how many traces
   * @throws IOException if a command is refused or the views do not come to show it
   */
  public long execute(BridgeWriter writer, SqlReader tables, Place after, Consumer<Place> progress)
      throws IOException, InterruptedException {
    ExecutorService writers = Executors.newFixedThreadPool(AT_ONCE);
    long count = 0;
    try {
      for (List<Place> page = page(tables, after); !page.isEmpty(); ) {
        writeAll(writers, writer, page);
        count += page.size();
        Place last = page.get(page.size() - 1);
        progress.accept(last);
        page = page(tables, last);
      }
    } finally {
      writers.shutdownNow();
    }
    writer.awaitShown();
    return count;
  }

  /** Returns when the command for each is acknowledged. */
  private void writeAll(ExecutorService writers, BridgeWriter writer, List<Place> traces)
      throws IOException, InterruptedException {
    String body = JsonNodeFactory.instance.objectNode().put("prices", prices).toString();
    List<Callable<Void>> writes = new ArrayList<>();
    for (Place trace : traces) {
      String path = "/api/v1/traces/" + trace.traceId() + "/reprice";
      writes.add(
          () -> {
            writer.write(trace.workspace(), "POST", path, body);
            return null;
          });
    }
    for (Future<Void> written : writers.invokeAll(writes)) {
      try {
        written.get();
      } catch (ExecutionException e) {
        throw new IOException(e.getCause().getMessage(), e.getCause());
      }
    }
  }

  private List<Place> page(SqlReader tables, Place after) throws IOException {
    return tables
        .query(
            TRACES,
            Map.of(
                "from", from.toEpochMilli(),
                "to", to.toEpochMilli(),
                "workspace", workspace,
                "after_workspace", after.workspace(),
                "after_trace", after.traceId(),
                "page", PAGE))
        .stream()
        .map(row -> new Place(row.get("workspace").toString(), row.get("trace_id").toString()))
        .toList();
  }
}
