// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.quickstart.audit.AuditReport.Finding;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.schemas.Topics;
import io.millrace.sql.SqlReader;
import io.millrace.sql.audit.Difference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The audit on tables that someone meddles with, step by step. */
@TestMethodOrder(OrderAnnotation.class)
class AuditIT {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(60);
  private static final int SHOWN = 10;
  private static final String WORKSPACE = "audited";

  private static RunningMillrace millrace;
  private static SqlReader writer;

  @BeforeAll
  static void fill() throws Exception {
    millrace = RunningMillrace.start(Map.of());
    writer = new SqlReader(millrace.writerEndpoint());
    ReplayPlan plan = ReplayPlan.into(WORKSPACE);
    // Codex sends noise, which has no content and is in no minute.
    for (String client : List.of("openhands", "openhands", "codex", "codex")) {
      millrace.send(Path.of("..", "corpus", client), plan);
    }
    publishGarbage();
    LogPrefix.now(kafka()).awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);
  }

  @AfterAll
  static void stop() {
    writer.close();
    millrace.close();
  }

  @Test
  @Order(1)
  void untouchedTables_balance() throws Exception {
    AuditReport report = audit();

    assertThat(report.findings()).filteredOn(finding -> !finding.holds()).isEmpty();
    assertThat(report.findings()).hasSizeGreaterThan(10);
    assertThat(report.spans()).isPositive();
    assertThat(report.occurrences()).isEqualTo(2 * report.spans() + 1);
    assertThat(report.inFlightRecords()).isZero();
    assertThat(report.wholeLog()).isTrue();
    assertThat(command()).isEqualTo(ExitCode.OK);
  }

  @Test
  @Order(2)
  void rowDeletedByHand_isNamed() throws Exception {
    Map<String, Object> victim =
        millrace
            .query("SELECT trace_id, span_id FROM spans ORDER BY input_tokens DESC LIMIT 1")
            .get(0);
    writer.query(
        "DELETE FROM span_rows WHERE trace_id = {trace:String} AND span_id = {span:String}",
        Map.of("trace", victim.get("trace_id"), "span", victim.get("span_id")));

    AuditReport report = audit();

    String name = "trace %s span %s".formatted(victim.get("trace_id"), victim.get("span_id"));
    assertThat(differences(report, "Each span of the log has its row in spans"))
        .containsExactly(new Difference(WORKSPACE, name, "a row of spans", "no row"));
    assertThat(broken(report))
        .contains(
            "The ledger's first seen spans, less the deleted, are the rows of spans",
            "Each trace counts its rows of spans, and sums their tokens and cost");
    assertThat(command()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  @Order(3)
  void rowInsertedByHand_isNamed() throws Exception {
    writer.query(
        "INSERT INTO span_rows (gen, workspace, trace_id, span_id) SELECT gen, 'someone''s', 'aa', 'bb' FROM current_generation",
        Map.of());

    assertThat(differences(audit(), "Each row of spans has its span in the log"))
        .containsExactly(
            new Difference("someone's", "trace aa span bb", "no row", "a row of spans"));
  }

  @Test
  @Order(4)
  void minuteChangedByHand_isFound() throws Exception {
    assertThat(broken(audit()))
        .doesNotContain("Calls, tokens and cost are the same by trace and by minute");
    writer.query("DELETE FROM usage_minutes WHERE calls > 0", Map.of());

    assertThat(broken(audit()))
        .contains("Calls, tokens and cost are the same by trace and by minute");
  }

  private static AuditReport audit() throws IOException {
    Audit.Target target =
        new Audit.Target(
            kafka(), millrace.endpoints().schemaRegistry(), millrace.conformTarget().reader());
    return new Audit(target, SHOWN, occurrences -> {}).run();
  }

  private static int command() {
    return Millrace.commandLine().execute("audit", "--data", millrace.folder().root().toString());
  }

  private static List<String> broken(AuditReport report) {
    return report.findings().stream()
        .filter(finding -> !finding.holds())
        .map(Finding::rule)
        .toList();
  }

  private static List<Difference> differences(AuditReport report, String rule) {
    return report.findings().stream()
        .filter(finding -> finding.rule().equals(rule))
        .findFirst()
        .orElseThrow()
        .differences();
  }

  private static void publishGarbage() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] garbage = "no envelope".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(Topics.SPANS, garbage)).get();
    }
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", millrace.endpoints().kafka());
  }
}
