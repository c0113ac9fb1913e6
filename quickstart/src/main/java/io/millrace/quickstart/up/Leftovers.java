// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.RunState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Children of a supervisor that was killed: they end by themselves, but need a moment, in which
 * they still hold ports and folders.
 */
final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private Leftovers() {}

  /** Waits for the children of the last run to end, and ends them when they do not. */
  static void await(DataFolder folder) throws InterruptedException {
    RunState last = RunState.last(folder).orElse(null);
    if (last == null) {
      return;
    }
    for (ProcessState process : last.processes()) {
      Optional<ProcessHandle> child = process.process().find();
      if (child.isPresent()) {
        await(process.name(), child.get());
      }
    }
  }

  private static void await(String name, ProcessHandle child) throws InterruptedException {
    log.info("waiting for {} (pid {}) of the last run to end", name, child.pid());
    try {
      child.onExit().get(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("{} (pid {}) of the last run did not end: ended by force", name, child.pid(), e);
      child.destroyForcibly();
    } catch (ExecutionException e) {
      log.warn("{} (pid {}) of the last run cannot be watched", name, child.pid(), e);
    }
  }
}
