// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform.report;

import io.millrace.quickstart.conform.ClientResult;
import io.millrace.quickstart.conform.ConformReport;
import io.millrace.quickstart.conform.FactResult;
import io.millrace.quickstart.conform.OpenFacts;
import io.millrace.quickstart.conform.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A page of the docs: the same for every run that gives the same verdicts. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** The page. */
  public static String text(ConformReport report, OpenFacts open) {
    List<String> lines = new ArrayList<>();
    lines.add("# Conformance");
    lines.add("");
    lines.add(
        "What Millrace tells of each client of the [corpus](../corpus), written by `./millrace conform corpus"
            + " --markdown`.");
    lines.add(
        "A fact is right if every public view that tells it tells the truth. %d of %d facts are right."
            .formatted(
                report.count(Verdict.RIGHT),
                report.count(Verdict.RIGHT) + report.count(Verdict.WRONG)));
    lines.add("");
    lines.add("| client | right | wrong, and why | not sent by the client, and why |");
    lines.add("|---|---|---|---|");
    report.clients().forEach(client -> lines.add(row(client, open)));
    return String.join("\n", lines) + "\n";
  }

  private static String row(ClientResult client, OpenFacts open) {
    return "| %s | %d | %s | %s |"
        .formatted(
            client.client(),
            client.count(Verdict.RIGHT),
            facts(client, Verdict.WRONG, fact -> why(client, fact, open)),
            facts(client, Verdict.NOT_SENT, fact -> fact.truth().toString()));
  }

  private static String facts(
      ClientResult client, Verdict verdict, Function<FactResult, String> reason) {
    return client.facts().stream()
        .filter(fact -> fact.verdict() == verdict)
        .map(fact -> "`" + fact.field() + "`: " + reason.apply(fact))
        .collect(Collectors.joining("<br>"));
  }

  private static String why(ClientResult client, FactResult fact, OpenFacts open) {
    return open.reason(client.client(), fact.field())
        .orElseGet(() -> fact.told().map(t -> "tells " + Values.text(t.told())).orElse("not told"));
  }
}
