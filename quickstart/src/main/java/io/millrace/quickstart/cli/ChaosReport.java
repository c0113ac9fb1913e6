// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.chaos.ChaosPlan;
import io.millrace.quickstart.chaos.ChaosResult;
import io.millrace.sql.generation.GenerationState;
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
                "%d faults, %d processes killed, longest time without new numbers %.1f s",
                result.strikes().size(),
                result.kills(),
                result.longestStall().toMillis() / 1e3))
        + result.replay().map(state -> line(replay(state))).orElse("")
        + line(
            result.held()
                ? "held: nothing lost, nothing doubled"
                : "BROKEN: again with --seed %d --minutes %s --rate %d"
                    .formatted(
                        plan.seed(), plan.lasting().toSeconds() / 60.0, plan.spansPerSecond()));
  }

  private static String replay(GenerationState state) {
    return "the replay into generation %d is %s%s"
        .formatted(
            state.generation(),
            state.state().name().toLowerCase(Locale.ROOT),
            state.reason().isEmpty() ? "" : ": " + state.reason());
  }

  private static String line(String text) {
    return text + System.lineSeparator();
  }
}
