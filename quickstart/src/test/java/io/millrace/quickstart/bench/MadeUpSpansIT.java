// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.SqlReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The benchmark of queries fills today's tables, and alike at every level. */
class MadeUpSpansIT {
  @Test
  void madeUpSpans_addUpAtEveryLevel() throws Exception {
    RunningMillrace millrace = RunningMillrace.shared();
    try (SqlReader writer = new SqlReader(millrace.writerEndpoint())) {
      new MadeUpSpans(writer, 1_000, System.currentTimeMillis(), line -> {}).fill();
    }

    assertThat(
            millrace.query(
                "SELECT (SELECT count() FROM spans WHERE workspace = {w:String}) AS spans,"
                    + " (SELECT count() FROM span_content WHERE workspace = {w:String}) AS contents,"
                    + " (SELECT sum(span_count) FROM traces WHERE workspace = {w:String}) AS told,"
                    + " (SELECT count() FROM trace_arrivals WHERE workspace = {w:String}) AS traces,"
                    + " (SELECT count() FROM sessions WHERE workspace = {w:String}) AS sessions,"
                    + " (SELECT sum(calls) FROM usage_1m WHERE workspace = {w:String}) AS calls",
                Map.of("w", MadeUpSpans.WORKSPACE)))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.values())
                    .extracting(value -> ((Number) value).longValue())
                    .containsExactly(1_000L, 1_000L, 1_000L, 100L, 20L, 400L));
  }
}
