// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.row.ToolMinuteRow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lanes are summed, versions replace within a lane, nothing is shown of what adds up to zero. */
interface MinutesContract extends StoreTests {
  @Test
  default void usage_isTheSumOfTheLanesNewestVersions() throws Exception {
    store()
        .insert(
            SampleRows.usage(GEN, "usage", 1, 50, 1),
            SampleRows.usage(GEN, "usage", 1, 100, 2),
            SampleRows.usage(GEN, "usage", -1, -90, 1));

    assertThat(store().columns("SELECT * FROM usage_1m WHERE workspace = 'usage'"))
        .isEqualTo(
            """
            minute=2026-11-21 10:20:00
            workspace=usage
            experiment_id=experiment
            service_name=service
            agent_name=agent
            user_id=user
            provider=openai
            model=gpt-x
            calls=10
            errors=20
            input_tokens=30
            output_tokens=40
            cache_read_tokens=50
            cache_write_tokens=60
            reasoning_tokens=70
            cost_usd=0.00000000008
            emitter_cost_usd=0.00000000009
            computed_cost_usd=0.0000000001
            unpriced_calls=110
            duration_histogram={-1:10,100:20}
            first_token_histogram={200:10}
            input_cost_usd=0.00000000012
            output_cost_usd=0.00000000013
            cache_saved_usd=-0.00000000014
            """);
  }

  @Test
  default void toolCalls_areTheSumOfTheLanes() throws Exception {
    store()
        .insert(SampleRows.tools(GEN, "tools", 1, 2, 1), SampleRows.tools(GEN, "tools", 2, 3, 1));

    assertThat(store().columns("SELECT * FROM tool_calls_1m WHERE workspace = 'tools'"))
        .isEqualTo(
            """
            minute=2026-11-21 10:20:00
            workspace=tools
            experiment_id=experiment
            service_name=service
            agent_name=agent
            tool=terminal
            calls=5
            errors=10
            duration_histogram={100:5}
            """);
  }

  @Test
  default void traceLatency_isTheSumOfTheLanes() throws Exception {
    store()
        .insert(
            SampleRows.latency(GEN, "latency", 1, 2, 1),
            SampleRows.latency(GEN, "latency", 2, 3, 1));

    assertThat(store().columns("SELECT * FROM trace_latency_1m WHERE workspace = 'latency'"))
        .isEqualTo(
            """
            minute=2026-11-21 10:20:00
            workspace=latency
            experiment_id=experiment
            service_name=service
            name=name
            traces=5
            errors=10
            duration_histogram={100:5}
            """);
  }

  @Test
  default void ledger_isTheSumOfTheLanesAndSaysWhatIsInFlight() throws Exception {
    store()
        .insert(
            SampleRows.ledger(GEN, "ledger", 1, 100, 60, 1),
            SampleRows.ledger(GEN, "ledger", 2, 0, 10, 1));

    assertThat(store().columns("SELECT * FROM ledger_1m WHERE workspace = 'ledger'"))
        .isEqualTo(
            """
            minute=2026-11-21 10:20:00
            workspace=ledger
            signal=spans
            published=100
            first_seen=70
            duplicate=4
            dropped_by_policy=6
            dead_lettered=8
            in_flight=12
            deleted=10
            """);
  }

  @Test
  default void ledger_inFlightIsNeverBelowZero() throws Exception {
    store().insert(SampleRows.ledger(GEN, "ahead", 1, 1, 60, 1));

    assertThat(store().tsv("SELECT in_flight FROM ledger_1m WHERE workspace = 'ahead'"))
        .isEqualTo("0\n");
  }

  @Test
  default void minutesThatAddUpToZero_areNotShown() throws Exception {
    store()
        .insert(
            SampleRows.usage(GEN, "zero", 1, 5, 1),
            SampleRows.usage(GEN, "zero", 2, -5, 1),
            SampleRows.tools(GEN, "zero", 1, 5, 1),
            SampleRows.tools(GEN, "zero", 2, -5, 1),
            SampleRows.latency(GEN, "zero", 1, 5, 1),
            SampleRows.latency(GEN, "zero", 2, -5, 1));

    for (String view : new String[] {"usage_1m", "tool_calls_1m", "trace_latency_1m"}) {
      assertThat(store().tsv("SELECT * FROM " + view + " WHERE workspace = 'zero'"))
          .as(view)
          .isEmpty();
    }
  }

  @Test
  default void histogramBucketsThatAddUpToZero_areNotShown() throws Exception {
    store().insert(SampleRows.tools(GEN, "moved", 1, 1, 1), movedBucket("moved", 2));

    assertThat(store().tsv("SELECT duration_histogram FROM tool_calls_1m WHERE workspace='moved'"))
        .isEqualTo("{101:1}\n");
  }

  /** A lane in which a call has moved from bucket 100 to bucket 101. */
  private static ToolMinuteRow movedBucket(String workspace, long lane) {
    return new ToolMinuteRow(
        GEN,
        SampleRows.MINUTE,
        workspace,
        "experiment",
        "service",
        "agent",
        "terminal",
        lane,
        0,
        0,
        Map.of(100, -1L, 101, 1L),
        1);
  }
}
