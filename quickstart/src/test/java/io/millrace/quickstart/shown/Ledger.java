// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.up.RunningMillrace;
import java.time.Duration;
import java.util.Map;

/** Waits by the ledger, which alone tells of an occurrence that changes nothing. */
final class Ledger {
  private static final Duration ACCOUNTED_WITHIN = Duration.ofSeconds(30);

  private static final String SPANS =
      "SELECT toInt64(sum(first_seen)) AS first_seen, toInt64(sum(duplicate)) AS duplicate"
          + " FROM ledger_1m WHERE workspace = {workspace:String} AND signal = 'spans'";

  private Ledger() {}

  /** Returns when the views tell of so many spans and so many repetitions, no more and no less. */
  static void awaitSpans(
      RunningMillrace millrace, String workspace, long firstSeen, long duplicate) {
    Map<String, Object> counts = Map.of("first_seen", firstSeen, "duplicate", duplicate);
    await(workspace)
        .atMost(ACCOUNTED_WITHIN)
        .untilAsserted(
            () ->
                assertThat(millrace.query(SPANS, Map.of("workspace", workspace)))
                    .containsExactly(counts));
  }
}
