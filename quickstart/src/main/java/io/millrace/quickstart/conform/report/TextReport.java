// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform.report;

import io.millrace.quickstart.conform.ClientResult;
import io.millrace.quickstart.conform.ConformReport;
import io.millrace.quickstart.conform.FactResult;
import io.millrace.quickstart.conform.FactResult.Telling;
import io.millrace.quickstart.conform.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * For people: a line a client, then a paragraph for each fact that is not right, then the total.
 */
public final class TextReport {
  private static final String ROW = "%-34s %6s %6s %9s %10s%s";

  private static final int MAX_NOT_TAKEN = 3;

  private TextReport() {}

  /** The report as lines. */
  public static List<String> lines(ConformReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(line(ROW, "client", "right", "wrong", "not sent", "not taken", ""));
    report.clients().forEach(client -> lines.add(row(client)));
    report.clients().forEach(client -> lines.addAll(details(client)));
    lines.add("");
    lines.add(total(report));
    return lines;
  }

  private static String row(ClientResult client) {
    long toBeChecked = client.count(Verdict.TO_BE_CHECKED);
    return line(
        ROW,
        client.client(),
        client.count(Verdict.RIGHT),
        client.count(Verdict.WRONG),
        client.count(Verdict.NOT_SENT),
        client.count(Verdict.NOT_TAKEN),
        toBeChecked == 0 ? "" : "  " + toBeChecked + " to be checked");
  }

  private static List<String> details(ClientResult client) {
    List<String> lines = new ArrayList<>();
    client.facts().stream()
        .filter(fact -> fact.verdict() == Verdict.WRONG)
        .forEach(fact -> lines.addAll(wrong(client, fact)));
    client.problems().forEach(problem -> lines.add(client.client() + ": " + problem));
    client.notTaken().stream()
        .limit(MAX_NOT_TAKEN)
        .forEach(reason -> lines.add(client.client() + ": " + reason));
    if (client.notTaken().size() > MAX_NOT_TAKEN) {
      int more = client.notTaken().size() - MAX_NOT_TAKEN;
      lines.add(client.client() + ": " + more + " more requests not taken (--json names all)");
    }
    if (!lines.isEmpty()) {
      lines.add(0, "");
    }
    return lines;
  }

  private static List<String> wrong(ClientResult client, FactResult fact) {
    List<String> lines = new ArrayList<>();
    if (fact.tellings().isEmpty()) {
      lines.add(
          line(
              "%s %s: expected %s, no view tells it", client.client(), fact.field(), fact.truth()));
      return lines;
    }
    byTold(fact)
        .forEach(
            (telling, views) ->
                lines.add(line("%s %s: %s in %s", client.client(), fact.field(), telling, views)));
    lines.add("  look closer: millrace sql \"" + fact.closerLook() + "\"");
    return lines;
  }

  /** Views that say the same stand on one line. */
  private static Map<String, String> byTold(FactResult fact) {
    return fact.tellings().stream()
        .filter(telling -> !telling.right())
        .collect(
            Collectors.groupingBy(
                telling -> said(fact, telling),
                LinkedHashMap::new,
                Collectors.mapping(Telling::view, Collectors.joining(", "))));
  }

  private static String said(FactResult fact, Telling telling) {
    String column = telling.column().equals(fact.field()) ? "" : telling.column() + " ";
    return "%sexpected %s, seen %s"
        .formatted(column, Values.text(telling.truth()), Values.text(telling.told()));
  }

  /** One line over all clients. */
  public static String total(ConformReport report) {
    long right = report.count(Verdict.RIGHT);
    long wrong = report.count(Verdict.WRONG);
    return line(
        "%s, %s: %d of %d facts right (%.1f %%); %d not sent, %d not taken%s",
        report.run(),
        report.way(),
        right,
        right + wrong,
        right + wrong == 0 ? 0.0 : 100.0 * right / (right + wrong),
        report.count(Verdict.NOT_SENT),
        report.count(Verdict.NOT_TAKEN),
        report.count(Verdict.TO_BE_CHECKED) == 0
            ? ""
            : ", " + report.count(Verdict.TO_BE_CHECKED) + " to be checked");
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values).stripTrailing();
  }
}
