// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.benchmarks.load.LoadRun;
import io.millrace.benchmarks.truth.FleetCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The verdict of a load as a table: one line a view, and each number that is wrong. */
final class LoadReport {
  /** Beyond, one more wrong number tells nothing new. */
  private static final int SHOWN_DIFFERENCES = 20;

  private LoadReport() {}

  static String of(LoadRun.Result result) {
    StringBuilder report = new StringBuilder();
    append(report, "%-18s %10s %10s%n", "view", "compared", "wrong");
    views(result.answers())
        .forEach(
            (view, answers) ->
                append(report, "%-18s %,10d %,10d%n", view, compared(answers), wrong(answers)));
    result.answers().stream()
        .flatMap(answer -> answer.differences().stream())
        .limit(SHOWN_DIFFERENCES)
        .forEach(difference -> append(report, "  %s%n", difference));
    append(
        report,
        "%,d spans: acknowledged in %s (%,d/s), visible in %s (%,d/s), %d requests repeated%n",
        result.spans(),
        seconds(result.acknowledgedNanos()),
        perSecond(result.spans(), result.acknowledgedNanos()),
        seconds(result.visibleNanos()),
        perSecond(result.spans(), result.visibleNanos()),
        result.retries());
    long wrong = wrong(result.answers());
    append(
        report,
        "%s%n",
        wrong == 0
            ? String.format(Locale.ROOT, "all %,d numbers are right", compared(result.answers()))
            : String.format(
                Locale.ROOT, "%,d of %,d numbers are WRONG", wrong, compared(result.answers())));
    return report.toString();
  }

  private static Map<String, List<FleetCheck.Answer>> views(List<FleetCheck.Answer> answers) {
    Map<String, List<FleetCheck.Answer>> views = new LinkedHashMap<>();
    answers.forEach(
        answer -> views.computeIfAbsent(answer.view(), view -> new ArrayList<>()).add(answer));
    return views;
  }

  private static long compared(List<FleetCheck.Answer> answers) {
    return answers.stream().mapToLong(FleetCheck.Answer::compared).sum();
  }

  private static long wrong(List<FleetCheck.Answer> answers) {
    return answers.stream().mapToLong(answer -> answer.differences().size()).sum();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private static long perSecond(long spans, long nanos) {
    return nanos == 0 ? 0 : Math.round(spans * 1e9 / nanos);
  }

  private static void append(StringBuilder report, String format, Object... arguments) {
    report.append(String.format(Locale.ROOT, format, arguments));
  }
}
