// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.supervise.SupervisorListener;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log only; who needs the state asks for it. */
public final class QuietListener implements SupervisorListener {
  private static final Logger log = LoggerFactory.getLogger(QuietListener.class);

  @Override
  public void answers(String process, String service, String address, Duration sinceStart) {
    log.info("{} answers on {} after {}", service, address, sinceStart);
  }

  @Override
  public void died(String process, int exitCode, String lastError, Duration wait) {
    log.warn("{} ended with exit code {}: {}", process, exitCode, lastError);
  }

  @Override
  public void changed(List<ProcessState> processes) {
    // The state is asked for when it is needed.
  }
}
