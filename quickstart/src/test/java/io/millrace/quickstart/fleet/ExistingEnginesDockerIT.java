// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Bridge and job on a Kafka and a ClickHouse in containers; {@code ./millrace test docker}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExistingEnginesDockerIT {
  private static final Logger LOG = LoggerFactory.getLogger(ExistingEnginesDockerIT.class);
  private static final int SPANS = 5_000;
  private static final int HTTP_PORT = 8123;
  private static final String USER = "millrace";
  private static final String PASSWORD = "contract";
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(Duration.ofMinutes(2), Duration.ofMinutes(1));

  private final KafkaContainer kafka =
      new KafkaContainer(DockerImageName.parse("apache/kafka:4.2.0"));
  private final GenericContainer<?> clickHouse =
      new GenericContainer<>(DockerImageName.parse("clickhouse/clickhouse-server:26.7"))
          .withEnv("CLICKHOUSE_USER", USER)
          .withEnv("CLICKHOUSE_PASSWORD", PASSWORD)
          .withExposedPorts(HTTP_PORT)
          .waitingFor(Wait.forHttp("/ping").forPort(HTTP_PORT).forStatusCode(200));

  @BeforeAll
  void start() {
    kafka.start();
    clickHouse.start();
  }

  @AfterAll
  void stop() {
    kafka.stop();
    clickHouse.stop();
  }

  @Test
  void spans_overEnginesElsewhere_areToldOnce() throws Exception {
    try (RunningMillrace millrace = RunningMillrace.start(settings())) {
      FleetPlan plan = FleetPlan.of(5, SPANS, Instant.now().minus(Duration.ofHours(1)));
      FleetSender sender =
          new FleetSender(millrace.bridgeHttp(), "docker", FleetSender.Options.DEFAULT);

      LoadRun.Result result =
          new LoadRun(new Fleet(plan), sender, millrace.sql(), "docker", PATIENCE, LOG::info).run();

      assertThat(result.answers())
          .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
    }
  }

  private Map<Setting, String> settings() {
    return Map.of(
        Setting.KAFKA_BOOTSTRAP_SERVERS,
        kafka.getBootstrapServers().replaceFirst("^\\w+://", ""),
        Setting.CLICKHOUSE_URL,
        "http://%s:%d".formatted(clickHouse.getHost(), clickHouse.getMappedPort(HTTP_PORT)),
        Setting.CLICKHOUSE_USER,
        USER,
        Setting.CLICKHOUSE_PASSWORD,
        PASSWORD);
  }
}
