// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.quickstart.audit.AuditReport.Finding;
import io.millrace.sql.audit.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the tables against the log, span for span. */
@Command(
    name = "audit",
    description = {
      "Recompute the account of every span from the broker's log, and hold the tables against it:",
      "the ledger minute by minute, spans one by one, then all totals against each other."
    },
    footer = "Exit code 0: everything balances; 1: something does not; 3: nothing runs.")
final class AuditCommand implements Callable<Integer> {
  private static final long PROGRESS_EVERY = 1_000_000;

  @Mixin private CommonOptions common;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many differences of a kind to print. Default: ${DEFAULT-VALUE}.")
  private int shown;

  private long told;

  @Override
  public Integer call() throws IOException {
    if (shown < 1) {
      throw new CommandException(ExitCode.USAGE, "--show is from 1, not " + shown);
    }
    AuditReport report;
    try (AuditTarget opened = AuditTarget.open(common)) {
      report = new Audit(opened.target(), shown, this::tellProgress).run();
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
    System.out.println(json ? toJson(report) : String.join(System.lineSeparator(), lines(report)));
    return report.balanced() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void tellProgress(long occurrences) {
    if (occurrences - told >= PROGRESS_EVERY) {
      told = occurrences;
      System.err.println("millrace: read " + occurrences + " spans of the log");
    }
  }

  private static String toJson(AuditReport report) throws JsonProcessingException {
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report);
  }

  static List<String> lines(AuditReport report) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : report.findings()) {
      lines.add((finding.holds() ? "holds   " : "BROKEN  ") + finding.rule());
      for (Difference difference : finding.differences()) {
        lines.add(
            "          workspace %s, %s: expected %s, found %s"
                .formatted(
                    difference.workspace(),
                    difference.item(),
                    difference.expected(),
                    difference.found()));
      }
    }
    lines.add(summary(report));
    return lines;
  }

  private static String summary(AuditReport report) {
    long broken = report.findings().stream().filter(finding -> !finding.holds()).count();
    return String.format(
        Locale.ROOT,
        "%d spans in %d occurrences of %s log, %d records in flight: %s",
        report.spans(),
        report.occurrences(),
        report.wholeLog() ? "the whole" : "what is left of the",
        report.inFlightRecords(),
        broken == 0 ? "everything balances" : broken + " of the rules broken");
  }
}
