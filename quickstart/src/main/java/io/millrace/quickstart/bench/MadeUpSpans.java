// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import io.millrace.sql.RefusedException;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fills the tables by SQL with spans of a made-up fleet, and with their traces, minutes and
 * contents, as the job would tell them: for questions over more spans than it is worth to send. The
 * tables of a running job are not to be filled so.
 */
final class MadeUpSpans {
  static final String WORKSPACE = "made-up";
  static final int DAYS = 30;

  private static final long CHUNK = 250_000;
  private static final long SPANS_PER_SESSION = 50;
  private static final long SESSIONS = 10_000;
  private static final int MEMORY_LIMIT_EXCEEDED = 241;
  private static final int ATTEMPTS = 10;
  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  private final SqlReader writer;
  private final long total;
  private final long nowNanos;
  private final Consumer<String> progress;

  /**
   * A filler.
   *
   * @param total spans, of which ten are a trace
   * @param nowMillis the end of the days over which they spread
   */
  MadeUpSpans(SqlReader writer, long total, long nowMillis, Consumer<String> progress) {
    this.writer = writer;
    this.total = total;
    this.nowNanos = Duration.ofMillis(nowMillis).toNanos();
    this.progress = progress;
  }

  void fill() throws IOException, InterruptedException {
    for (String file : new String[] {"fill_spans.sql", "fill_contents.sql"}) {
      for (long from = 0; from < total; from += CHUNK) {
        run(file, chunk(from));
      }
      progress.accept(file + ": done");
    }
    for (long from = 0; from * SPANS_PER_SESSION < total; from += SESSIONS) {
      run("fill_traces.sql", Map.of("workspace", WORKSPACE, "from", from, "to", from + SESSIONS));
    }
    for (String file :
        new String[] {
          "fill_usage_minutes.sql", "fill_tool_minutes.sql", "fill_latency_minutes.sql"
        }) {
      for (int day = 0; day <= DAYS; day++) {
        long from = nowNanos - (DAYS - day) * DAY_NANOS;
        run(file, Map.of("workspace", WORKSPACE, "from", from, "to", from + DAY_NANOS));
      }
      progress.accept(file + ": done");
    }
  }

  private Map<String, Object> chunk(long from) {
    return Map.of(
        "workspace",
        WORKSPACE,
        "from",
        from,
        "to",
        Math.min(total, from + CHUNK),
        "total",
        total,
        "now",
        nowNanos,
        "days",
        DAYS);
  }

  /** Merges of what was written before may hold the memory for a while: tried again. */
  private void run(String file, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        runOnce(file, parameters);
        return;
      } catch (RefusedException e) {
        if (e.code() != MEMORY_LIMIT_EXCEEDED || attempt == ATTEMPTS) {
          throw e;
        }
        TimeUnit.SECONDS.sleep(attempt);
      }
    }
  }

  private void runOnce(String file, Map<String, Object> parameters) throws IOException {
    try (InputStream sql = MadeUpSpans.class.getResourceAsStream(file)) {
      writer.stream(
          new String(sql.readAllBytes(), StandardCharsets.UTF_8),
          parameters,
          "TSV",
          OutputStream.nullOutputStream());
    }
  }
}
