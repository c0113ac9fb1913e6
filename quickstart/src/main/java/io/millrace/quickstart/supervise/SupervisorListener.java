// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import io.millrace.quickstart.data.ProcessState;
import java.time.Duration;
import java.util.List;

/** Hears what happens to the child processes; called from several threads. */
public interface SupervisorListener {
  /** A service answers for the first time, or again. */
  void answers(String process, String service, String address, Duration sinceStart);

  /** A child process that was ready died and is started again after a wait. */
  void died(String process, int exitCode, String lastError, Duration wait);

  /** Something changed: phases, process ids or addresses. */
  void changed(List<ProcessState> processes);
}
