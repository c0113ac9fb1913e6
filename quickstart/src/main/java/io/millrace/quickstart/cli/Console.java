// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.supervise.SupervisorListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What {@code up} prints: one line for each address when it answers, one for each death. */
final class Console implements SupervisorListener {
  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  @Override
  public void answers(String process, String service, String address, Duration sinceStart) {
    say("  %-16s %-28s %s", service, address, "after " + seconds(sinceStart));
  }

  @Override
  public void died(String process, int exitCode, String lastError, Duration wait) {
    say(
        "  %s ended with exit code %d%s; starting it again in %s",
        process, exitCode, lastError.isEmpty() ? "" : " (" + lastError + ")", seconds(wait));
  }

  @Override
  public void changed(List<ProcessState> processes) {
    // Only what the user can act on is printed; state.json has the rest.
  }

  void say(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
