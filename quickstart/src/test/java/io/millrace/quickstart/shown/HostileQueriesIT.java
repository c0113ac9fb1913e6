// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.RefusedException;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What asks for too much is stopped by its limits, and ingest goes on. */
class HostileQueriesIT {
  /** A cross join without an end, and a sort that no memory holds. */
  private static final List<String> HOSTILE =
      List.of(
          "SELECT count() FROM numbers(1000000000) AS a CROSS JOIN numbers(1000000000) AS b"
              + " WHERE sipHash64(a.number, b.number) = 1",
          "SELECT max(s) FROM (SELECT repeat(toString(sipHash64(number)), 10) AS s, number"
              + " FROM numbers(1000000000) ORDER BY s LIMIT 900000000)");

  private static final Set<Integer> TIMEOUT_OR_MEMORY_LIMIT_EXCEEDED = Set.of(159, 241);

  private static RunningMillrace millrace;

  @BeforeAll
  static void start() {
    millrace = RunningMillrace.shared();
  }

  @Test
  void hostileQueries_areStoppedByTheirLimitsWhileIngestGoesOn() throws Exception {
    ExecutorService hostile = Executors.newFixedThreadPool(HOSTILE.size());
    try {
      List<Future<Integer>> refusals =
          HOSTILE.stream().map(sql -> hostile.submit(() -> refusalOf(sql))).toList();
      millrace.send(Path.of("..", "corpus", "strands"), ReplayPlan.into("query-api-hostile"));
      CorpusApi.awaitShown(millrace);

      for (Future<Integer> refusal : refusals) {
        assertThat(refusal.get()).isIn(TIMEOUT_OR_MEMORY_LIMIT_EXCEEDED);
      }
    } finally {
      hostile.shutdownNow();
    }
    assertThat(
            millrace.query("SELECT count() AS n FROM traces WHERE workspace = 'query-api-hostile'"))
        .extracting(row -> ((Number) row.get("n")).intValue())
        .allMatch(traces -> traces > 0);
  }

  /** Which error the reader's account gets within the limits of the API. */
  private static int refusalOf(String sql) throws IOException {
    try (SqlReader reader = new SqlReader(millrace.readerEndpoint())) {
      reader.query(sql, Map.of(), Map.of("max_execution_time", 3));
      return 0;
    } catch (RefusedException e) {
      return e.code();
    }
  }
}
