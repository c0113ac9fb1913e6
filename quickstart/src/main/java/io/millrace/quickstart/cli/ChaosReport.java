// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.chaos.ChaosPlan;
import io.millrace.quickstart.chaos.ChaosResult;
import java.util.Locale;

/** What {@code millrace chaos} prints at the end. */
final class ChaosReport {
  private ChaosReport() {}

  static String of(ChaosPlan plan, ChaosResult result) {
    return LoadReport.of(result.load())
        + String.join(
            "", AuditCommand.lines(result.audit()).stream().map(ChaosReport::line).toList())
        + line(
            String.format(
                Locale.ROOT,
                "%d faults, longest time without new numbers %.1f s",
                result.strikes().size(),
                result.longestStall().toMillis() / 1e3))
        + line(
            result.held()
                ? "held: nothing lost, nothing doubled"
                : "BROKEN: again with --seed %d --minutes %s --rate %d"
                    .formatted(
                        plan.seed(), plan.lasting().toSeconds() / 60.0, plan.spansPerSecond()));
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }
}
