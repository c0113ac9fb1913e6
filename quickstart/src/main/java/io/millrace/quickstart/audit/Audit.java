// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import io.millrace.quickstart.audit.AuditReport.Finding;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import io.millrace.sql.SqlReader;
import io.millrace.sql.audit.Difference;
import io.millrace.sql.audit.StoredSpans;
import io.millrace.sql.audit.StoredSpans.WorkspaceMinute;
import io.millrace.sql.audit.ViewCheck;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Recomputes the account of every span from the log, and holds the tables against it and against
 * each other. The log is read up to where the view {@code progress} says that the views show it.
 */
public final class Audit {
  /** How often it starts over because the tables moved while they were read. */
  private static final int ATTEMPTS = 5;

  private final Target target;
  private final int shown;
  private final LongConsumer progress;

  /**
   * What is audited.
   *
   * @param kafka properties of Kafka's clients
   * @param tables the public views
   */
  public record Target(
      Map<String, Object> kafka, SchemaRegistryEndpoint schemaRegistry, SqlReader tables) {}

  /**
   * An audit.
   *
   * @param shown how many differences of a kind are told at most, from 1
   * @param progress takes the occurrences read from the log so far
   */
  public Audit(Target target, int shown, LongConsumer progress) {
    this.target = target;
    this.shown = shown;
    this.progress = progress;
  }

  /**
   * Audits, again from the start when a commit came in between.
   *
   * @throws IOException if Kafka, the registry or ClickHouse does not answer, or ingest never rests
   *     long enough
   */
  public AuditReport run() throws IOException {
    StoredSpans stored = new StoredSpans(target.tables());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Map<Integer, Long> before = stored.progress(Topics.SPANS);
      Map<Integer, Long> annotations = stored.progress(Topics.ANNOTATIONS);
      AuditReport report = attempt(stored, before, annotations);
      if (stored.progress(Topics.SPANS).equals(before)
          && stored.progress(Topics.ANNOTATIONS).equals(annotations)) {
        return report;
      }
    }
    throw new IOException(
        "the tables moved while they were read, "
            + ATTEMPTS
            + " times: audit when no agent sends for a moment");
  }

  private AuditReport attempt(
      StoredSpans stored, Map<Integer, Long> until, Map<Integer, Long> annotationsUntil)
      throws IOException {
    try (RawLog log = RawLog.open(target.kafka(), Topics.SPANS)) {
      LoggedSpans spans = new LoggedSpans(SchemaCoder.connect(target.schemaRegistry()));
      LogTally tally = new LogTally(stored.deadLettered(Topics.SPANS), progress);
      log.readUntil(until, message -> spans.read(message, tally));
      boolean wholeLog = log.begins().values().stream().allMatch(begin -> begin == 0);
      KeySet logged = tally.keys();
      List<Finding> findings = new ArrayList<>();
      findings.add(published(stored, tally, wholeLog));
      findings.add(new SpanComparison(stored, shown).missing(logged, log, until, spans));
      if (wholeLog) {
        findings.add(new SpanComparison(stored, shown).unknown(logged));
      }
      findings.add(new AskedDeletes(target, shown).compare(stored, annotationsUntil));
      for (ViewCheck check : ViewCheck.bundled()) {
        findings.add(new Finding(check.rule(), check.run(target.tables(), shown)));
      }
      return new AuditReport(
          logged.size(), tally.occurrences(), inFlight(log, until), wholeLog, findings);
    }
  }

  private static long inFlight(RawLog log, Map<Integer, Long> until) {
    Map<Integer, Long> begins = log.begins();
    return log.ends().entrySet().stream()
        .mapToLong(
            end ->
                end.getValue()
                    - Math.max(until.getOrDefault(end.getKey(), 0L), begins.get(end.getKey())))
        .sum();
  }

  /** Minutes of which the broker has deleted a part can only be compared where the log is whole. */
  private Finding published(StoredSpans stored, LogTally tally, boolean wholeLog)
      throws IOException {
    Map<WorkspaceMinute, Long> told = stored.published();
    TreeMap<WorkspaceMinute, Difference> differences = new TreeMap<>(WorkspaceMinute.ORDER);
    Map<WorkspaceMinute, Long> logged = tally.published();
    Optional<WorkspaceMinute> oldest = logged.keySet().stream().min(WorkspaceMinute.ORDER);
    for (Map<WorkspaceMinute, Long> side : List.of(logged, told)) {
      for (WorkspaceMinute minute : side.keySet()) {
        long expected = logged.getOrDefault(minute, 0L);
        long found = told.getOrDefault(minute, 0L);
        if (expected != found && (wholeLog || isAfter(oldest, minute))) {
          differences.put(minute, difference(minute, expected, found));
        }
      }
    }
    return new Finding(
        "The ledger's published spans are those of the log, minute by minute",
        differences.values().stream().limit(shown).toList());
  }

  private static boolean isAfter(Optional<WorkspaceMinute> oldest, WorkspaceMinute minute) {
    return oldest.map(first -> minute.epochSecond() > first.epochSecond()).orElse(false);
  }

  private static Difference difference(WorkspaceMinute minute, long expected, long found) {
    return new Difference(
        minute.workspace(),
        "received in " + Instant.ofEpochSecond(minute.epochSecond()),
        Objects.toString(expected),
        Objects.toString(found));
  }
}
