// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import io.millrace.quickstart.data.ProcessIdentity;
import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.ProcessState.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one child process running. A thread of its own starts it, follows its output, and starts it
 * again when it dies; a death before it was ever ready is a failed start instead.
 */
final class SupervisedProcess {
  private static final Logger log = LoggerFactory.getLogger(SupervisedProcess.class);

  private final ProcessPlan plan;
  private final Backoff backoff;
  private final Duration stopWithin;
  private final SupervisorListener listener;
  private final Runnable onChange;
  private final Thread thread;
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private final Object lock = new Object();
  private final Map<String, String> addresses = new TreeMap<>();
  private Process process;
  private Phase phase = Phase.STARTING;
  private int starts;
  private volatile String lastError = "";

  SupervisedProcess(
      ProcessPlan plan,
      Backoff backoff,
      Duration stopWithin,
      SupervisorListener listener,
      Runnable onChange) {
    this.plan = plan;
    this.backoff = backoff;
    this.stopWithin = stopWithin;
    this.listener = listener;
    this.onChange = onChange;
    this.thread = new Thread(this::keepRunning, "supervise-" + plan.name());
    this.thread.setDaemon(true);
  }

  String name() {
    return plan.name();
  }

  /** Starts the process; the future completes when it is ready, or fails when it died before. */
  CompletableFuture<Void> start() {
    thread.start();
    return firstReady;
  }

  ProcessState state() {
    synchronized (lock) {
      ProcessIdentity identity =
          process == null ? ProcessIdentity.NONE : ProcessIdentity.of(process.toHandle());
      return new ProcessState(plan.name(), identity, phase, Math.max(0, starts - 1), addresses);
    }
  }

  /** Asks the process to end, and ends it by force when it does not within the time it has. */
  void stop() throws InterruptedException {
    Process running;
    synchronized (lock) {
      stopping.countDown();
      running = process;
    }
    if (running != null) {
      closeInput(running);
      if (!running.waitFor(stopWithin.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} did not end within {}: ended by force", plan.name(), stopWithin);
        running.destroyForcibly();
      }
    }
    thread.join();
  }

  /** The end of its standard input is what a child ends at. */
  private void closeInput(Process running) {
    try {
      running.getOutputStream().close();
    } catch (IOException e) {
      log.warn("{} cannot be asked to end", plan.name(), e);
      running.toHandle().destroy();
    }
  }

  private void keepRunning() {
    try {
      int deaths = 0;
      while (true) {
        long startNanos = System.nanoTime();
        int exitCode = runOnce(startNanos);
        if (exitCode < 0 || isStopping()) {
          break;
        }
        if (!firstReady.isDone()) {
          firstReady.completeExceptionally(
              new StartException(
                  "%s did not start (exit code %d): %s"
                      .formatted(plan.name(), exitCode, lastError)));
          break;
        }
        Duration lived = Duration.ofNanos(System.nanoTime() - startNanos);
        deaths = lived.compareTo(backoff.healthyAfter()) > 0 ? 0 : deaths;
        Duration wait = backoff.afterDeaths(deaths++);
        listener.died(plan.name(), exitCode, lastError, wait);
        if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (IOException e) {
      log.error("{} cannot be run", plan.name(), e);
      firstReady.completeExceptionally(
          new StartException(plan.name() + " cannot be run: " + e.getMessage(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      enter(Phase.STOPPED);
    }
  }

  /** Runs the process to its end; its exit code, or -1 when it was not started any more. */
  private int runOnce(long startNanos) throws IOException, InterruptedException {
    Process running;
    synchronized (lock) {
      if (isStopping()) {
        return -1;
      }
      running = plan.launch();
      process = running;
      starts++;
      lastError = "";
    }
    onChange.run();
    Thread errors = new Thread(() -> followErrors(running), "errors-" + plan.name());
    errors.setDaemon(true);
    errors.start();
    followOutput(running, startNanos);
    int exitCode = running.waitFor();
    errors.join();
    log.info("{} (pid {}) ended with exit code {}", plan.name(), running.pid(), exitCode);
    enter(Phase.RESTARTING);
    return exitCode;
  }

  private void followOutput(Process running, long startNanos) throws IOException {
    try (BufferedReader lines = reader(running.getInputStream())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.info("{}: {}", plan.name(), line);
        Announcement.parse(plan.name(), line).ifPresent(said -> hear(said, startNanos));
      }
    }
  }

  private void hear(Announcement said, long startNanos) {
    if (!said.address().isEmpty()) {
      synchronized (lock) {
        addresses.put(said.service(), said.address());
      }
      Duration sinceStart = Duration.ofNanos(System.nanoTime() - startNanos);
      listener.answers(plan.name(), said.service(), said.address(), sinceStart);
    }
    if (said.ready()) {
      enter(Phase.READY);
      firstReady.complete(null);
    } else {
      onChange.run();
    }
  }

  private void followErrors(Process running) {
    try (BufferedReader lines = reader(running.getErrorStream())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.warn("{}: {}", plan.name(), line);
        if (!line.isBlank()) {
          lastError = line;
        }
      }
    } catch (IOException e) {
      log.warn("{}: its error output cannot be read", plan.name(), e);
    }
  }

  private void enter(Phase entered) {
    synchronized (lock) {
      phase = entered;
      if (entered != Phase.READY) {
        process = null;
        addresses.clear();
      }
    }
    onChange.run();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }
}
