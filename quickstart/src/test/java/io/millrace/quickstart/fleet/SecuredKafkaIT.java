// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.quickstart.process.SecuredBroker;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An existing Kafka that takes SASL over TLS only: registry, bridge and job by settings alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredKafkaIT {
  private static final Logger LOG = LoggerFactory.getLogger(SecuredKafkaIT.class);
  private static final int SPANS = 500;
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(Duration.ofMinutes(2), Duration.ofMinutes(1));

  private Path folder;
  private SecuredBroker kafka;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    kafka = SecuredBroker.start(folder);
  }

  @AfterAll
  void stop() {
    kafka.close();
  }

  @Test
  void spans_overASecuredKafka_areToldOnceAndItsPasswordNowhere() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), SecuredBroker.PASSWORD + "\n");
    try (RunningMillrace millrace =
        RunningMillrace.start(settings(Setting.KAFKA_PASSWORD_FILE, password.toString()))) {
      FleetPlan plan = FleetPlan.of(4, SPANS, Instant.now().minus(Duration.ofHours(1)));
      FleetSender sender =
          new FleetSender(millrace.bridgeHttp(), "secured", FleetSender.Options.DEFAULT);

      LoadRun.Result result =
          new LoadRun(new Fleet(plan), sender, millrace.sql(), "secured", PATIENCE, LOG::info)
              .run();

      assertThat(result.answers())
          .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
      try (Stream<Path> logs = Files.list(millrace.folder().logFolder())) {
        assertThat(logs).allSatisfy(log -> assertThat(log).content().doesNotContain("right \""));
      }
    }
  }

  @Test
  void wrongPassword_isToldInALineThatNamesTheSetting() {
    assertThatThrownBy(
            () -> RunningMillrace.start(settings(Setting.KAFKA_PASSWORD, "wrong")).close())
        .hasMessageContaining("pipeline did not start")
        .hasMessageContaining("kafka.password");
  }

  private Map<Setting, String> settings(Setting secret, String value) {
    return Map.of(
        Setting.KAFKA_BOOTSTRAP_SERVERS,
        kafka.bootstrapServers(),
        Setting.KAFKA_SECURITY_PROTOCOL,
        "SASL_SSL",
        Setting.KAFKA_CA_CERTIFICATE_FILE,
        kafka.certificate().toString(),
        Setting.KAFKA_USER,
        SecuredBroker.USER,
        secret,
        value);
  }
}
