// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.benchmarks.truth.Measure;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Small fleets, each in a workspace of its own, and what is true of each. */
final class KnownLoads {
  private static final int SPANS = 300;

  /** As many as one test sends. */
  private static final int NEWEST = 2;

  private static final int SHOWN_DIFFERENCES = 10;
  private static final Duration RIGHT_WITHIN = Duration.ofMinutes(2);

  private final List<Load> loads = new ArrayList<>();
  private final RunningMillrace millrace;

  private record Load(String workspace, Fleet fleet, FleetSender sender) {
    long spans() {
      return sender.acknowledgedSpans() - fleet.truth().total(Measure.DUPLICATE_SPANS);
    }
  }

  KnownLoads(RunningMillrace millrace) {
    this.millrace = millrace;
  }

  /** Sends another fleet; returns when it is acknowledged. */
  void send() throws Exception {
    int number = loads.size() + 1;
    String workspace = "load-" + number;
    Fleet fleet = new Fleet(FleetPlan.of(number, SPANS, Instant.now().minus(Duration.ofHours(1))));
    FleetSender sender =
        new FleetSender(millrace.bridgeHttp(), workspace, FleetSender.Options.DEFAULT);
    sender.send(List.of(together(fleet.onTime())).iterator());
    loads.add(new Load(workspace, fleet, sender));
  }

  /** Serialised messages one after the other are one message that has the fields of all. */
  private static FleetRequest together(Iterator<FleetRequest> requests) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int spans = 0;
    while (requests.hasNext()) {
      FleetRequest next = requests.next();
      body.writeBytes(next.body());
      spans += next.spans();
    }
    return new FleetRequest(body.toByteArray(), spans);
  }

  /** Publishes a record that nobody can read. */
  void publishGarbage() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.SPANS, "no envelope".getBytes(UTF_8))).get();
    }
  }

  /** Waits until all of the log is told, and every view tells the newest fleets as they are. */
  void awaitNewestRight() throws Exception {
    awaitRight(loads.subList(Math.max(0, loads.size() - NEWEST), loads.size()));
  }

  /** The same of every fleet. */
  void awaitAllRight() throws Exception {
    awaitRight(loads);
  }

  private void awaitRight(List<Load> some) throws Exception {
    LogPrefix.now(kafka()).awaitShown(millrace.conformTarget().reader(), RIGHT_WITHIN);
    for (Load load : some) {
      await().atMost(RIGHT_WITHIN).untilAsserted(() -> requireRight(load));
    }
  }

  private void requireRight(Load load) throws IOException {
    FleetCheck check =
        new FleetCheck(
            millrace.sql(), load.workspace(), load.fleet().truth(), load.sender().unsureSpans());
    assertThat(FleetCheck.visibleSpans(millrace.sql(), load.workspace())).isEqualTo(load.spans());
    assertThat(check.answers())
        .allSatisfy(answer -> assertThat(answer).matches(FleetCheck.Answer::right));
  }

  /** Holds the tables against the log. */
  void requireBalance() throws Exception {
    requireBalance(millrace);
  }

  /** The same for all that any test has sent. */
  static void requireBalance(RunningMillrace millrace) throws Exception {
    Audit.Target target =
        new Audit.Target(
            Map.of("bootstrap.servers", millrace.endpoints().kafka()),
            millrace.endpoints().schemaRegistry(),
            millrace.conformTarget().reader());
    assertThat(new Audit(target, SHOWN_DIFFERENCES, occurrences -> {}).run().findings())
        .allSatisfy(finding -> assertThat(finding).matches(AuditReport.Finding::holds));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", millrace.endpoints().kafka());
  }
}
