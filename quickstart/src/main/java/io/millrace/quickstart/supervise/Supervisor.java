// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import io.millrace.quickstart.data.ProcessState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the child processes one after another, each when the one before is ready, keeps them
 * running, and stops them in reverse order. They end by themselves when the supervisor is gone: it
 * holds the other end of their standard input.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private final List<SupervisedProcess> processes;
  private final SupervisorListener listener;

  /**
   * A supervisor that has started nothing yet.
   *
   * @param plans in the order of start
   * @param backoff waits between a death and the next start
   * @param startWithin time each process has until it is ready, at every start
   * @param listener hears of every change
   */
  public Supervisor(
      List<ProcessPlan> plans, Backoff backoff, Duration startWithin, SupervisorListener listener) {
    this.listener = listener;
    this.processes =
        plans.stream()
            .map(
                plan ->
                    new SupervisedProcess(
                        plan, backoff, startWithin, STOP_WITHIN, listener, this::tellChange))
            .toList();
  }

  /**
   * Starts all processes; when it returns, all are ready.
   *
   * @throws StartException if one dies or is not ready in time; the caller closes this supervisor
   */
  public void start() throws StartException, InterruptedException {
    for (SupervisedProcess process : processes) {
      try {
        process.start().get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof StartException failed
            ? failed
            : new StartException(process.name() + " did not start: " + e.getCause(), e);
      }
    }
  }

  /** The processes as they stand, in the order of start. */
  public List<ProcessState> states() {
    return processes.stream().map(SupervisedProcess::state).toList();
  }

  /** Stops all processes, the last one first. */
  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      try {
        processes.get(i).stop();
      } catch (InterruptedException e) {
        log.warn("interrupted while {} was stopping", processes.get(i).name(), e);
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tellChange() {
    listener.changed(states());
  }
}
