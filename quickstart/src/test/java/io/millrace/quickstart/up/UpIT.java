// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.ProcessState.Phase;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.replay.Replay;
import io.millrace.quickstart.replay.ReplayPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole stack as {@code up} starts it: through it, and down. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpIT {
  private static final Path OPENHANDS = Path.of("..", "corpus", "openhands");
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);

  private static final String TOTALS =
      "SELECT toInt64(sum(input_tokens)) AS input, toInt64(sum(output_tokens)) AS output,"
          + " toInt64(sum(llm_calls)) AS calls, toInt64(sum(span_count)) AS spans"
          + " FROM traces WHERE workspace = {workspace:String}";

  /** corpus/openhands/expected.json; spans counted in its one request. */
  private static final Map<String, Object> OPENHANDS_TOTALS =
      Map.of("input", 1380L, "output", 325L, "calls", 8L, "spans", 44L);

  private RunningMillrace millrace;

  @BeforeAll
  void start() {
    millrace = RunningMillrace.start(Map.of());
  }

  @AfterAll
  void stop() {
    millrace.close();
  }

  @Test
  @Order(1)
  void up_tellsEveryAddress() {
    RunState state = RunState.ofRunning(millrace.folder()).orElseThrow();

    assertThat(state.ready()).isTrue();
    assertThat(state.processes()).extracting(ProcessState::phase).containsOnly(Phase.READY);
    assertThat(state.address("bridge-http")).contains(millrace.bridgeHttp().toString());
    assertThat(
            List.of(
                "kafka",
                "clickhouse",
                "schema-registry",
                "bridge-grpc",
                "bridge-metrics",
                "flink",
                "flink-metrics"))
        .allSatisfy(service -> assertThat(state.address(service)).isPresent());
  }

  @Test
  @Order(2)
  void up_refusesASecondOnTheSameData() {
    Path data = millrace.folder().root();

    assertThatThrownBy(() -> RunningMillrace.start(data, Map.of()))
        .hasMessageContaining("is in use by another millrace");
  }

  @Test
  @Order(3)
  void send_isVisibleInSql() {
    Replay.Result result = millrace.send(OPENHANDS, ReplayPlan.into("seen"));

    assertThat(result.allAccepted()).isTrue();
    awaitTotals("seen", VISIBLE_WITHIN);
  }

  @Test
  @Order(4)
  void down_endsEveryProcess() {
    List<ProcessHandle> children =
        List.of("broker", "clickhouse", "pipeline").stream()
            .map(name -> millrace.process(name).process().find().orElseThrow())
            .toList();

    millrace.close();

    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(millrace.process("pipeline").phase()).isEqualTo(Phase.STOPPED);
  }

  private void awaitTotals(String workspace, Duration within) {
    await(workspace)
        .atMost(within)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(millrace.query(TOTALS, Map.of("workspace", workspace)))
                    .containsExactly(OPENHANDS_TOTALS));
  }
}
