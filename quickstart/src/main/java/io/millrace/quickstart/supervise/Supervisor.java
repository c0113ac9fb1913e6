// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import io.millrace.quickstart.data.ProcessState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the child processes in waves, those of each side by side when all before are ready, keeps
 * them running, and stops them one after another in reverse order. They end by themselves when the
 * supervisor is gone: it holds the other end of their standard input.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private final List<List<SupervisedProcess>> waves;
  private final SupervisorListener listener;

  /**
   * A supervisor that has started nothing yet.
   *
   * @param waves in the order of start
   * @param backoff waits between a death and the next start
   * @param startWithin time each process has until it is ready, at every start
   * @param listener hears of every change
   */
  public Supervisor(
      List<List<ProcessPlan>> waves,
      Backoff backoff,
      Duration startWithin,
      SupervisorListener listener) {
    this.listener = listener;
    Function<ProcessPlan, SupervisedProcess> supervised =
        plan ->
            new SupervisedProcess(
                plan, backoff, startWithin, STOP_WITHIN, listener, this::tellChange);
    this.waves = waves.stream().map(wave -> wave.stream().map(supervised).toList()).toList();
  }

  /**
   * Starts all processes; when it returns, all are ready.
   *
   * @throws StartException if one dies or is not ready in time; the caller closes this supervisor
   */
  public void start() throws StartException, InterruptedException {
    for (List<SupervisedProcess> wave : waves) {
      List<CompletableFuture<Void>> ready = wave.stream().map(SupervisedProcess::start).toList();
      for (int i = 0; i < wave.size(); i++) {
        awaitReady(wave.get(i).name(), ready.get(i));
      }
    }
  }

  private static void awaitReady(String name, CompletableFuture<Void> ready)
      throws StartException, InterruptedException {
    try {
      ready.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StartException failed
          ? failed
          : new StartException(name + " did not start: " + e.getCause(), e);
    }
  }

  /** The processes as they stand, in the order of start. */
  public List<ProcessState> states() {
    return processes().map(SupervisedProcess::state).toList();
  }

  /** Stops all processes, the last one first. */
  @Override
  public void close() {
    List<SupervisedProcess> processes = processes().toList();
    for (int i = processes.size() - 1; i >= 0; i--) {
      try {
        processes.get(i).stop();
      } catch (InterruptedException e) {
        log.warn("interrupted while {} was stopping", processes.get(i).name(), e);
        Thread.currentThread().interrupt();
      }
    }
  }

  private Stream<SupervisedProcess> processes() {
    return waves.stream().flatMap(List::stream);
  }

  private void tellChange() {
    listener.changed(states());
  }
}
