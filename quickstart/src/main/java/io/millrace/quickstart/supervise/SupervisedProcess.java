// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import io.millrace.quickstart.data.ProcessIdentity;
import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.ProcessState.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one child process running. A thread of its own starts it and starts it again when it dies,
 * or is not ready in time, for ever. Only a first start may fail: when the process ends by itself
 * before it was ever ready, or is killed again and again.
 */
final class SupervisedProcess {
  private static final Logger log = LoggerFactory.getLogger(SupervisedProcess.class);

  /** Exit codes above it are 128 + the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  /** Exit code of a process that the operating system refused to start. */
  private static final int NOT_LAUNCHED = -1;

  /** How often a first start is tried when it is ended by a signal. */
  private static final int FIRST_START_TRIES = 3;

  private final ProcessPlan plan;
  private final Backoff backoff;
  private final Duration startWithin;
  private final Duration stopWithin;
  private final SupervisorListener listener;
  private final Runnable onChange;
  private final Thread thread;
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private final Object lock = new Object();
  private final Map<String, String> addresses = new TreeMap<>();
  private ChildRun run;
  private Phase phase = Phase.STARTING;
  private long sinceUnixMillis = System.currentTimeMillis();
  private int starts;

  SupervisedProcess(
      ProcessPlan plan,
      Backoff backoff,
      Duration startWithin,
      Duration stopWithin,
      SupervisorListener listener,
      Runnable onChange) {
    this.plan = plan;
    this.backoff = backoff;
    this.startWithin = startWithin;
    this.stopWithin = stopWithin;
    this.listener = listener;
    this.onChange = onChange;
    this.thread = new Thread(this::keepRunning, "supervise-" + plan.name());
    this.thread.setDaemon(true);
  }

  String name() {
    return plan.name();
  }

  /** Starts the process; the future completes when it is ready, or fails as it cannot start. */
  CompletableFuture<Void> start() {
    thread.start();
    return firstReady;
  }

  ProcessState state() {
    synchronized (lock) {
      ProcessIdentity identity =
          run == null ? ProcessIdentity.NONE : ProcessIdentity.of(run.handle());
      return new ProcessState(
          plan.name(), identity, phase, sinceUnixMillis, Math.max(0, starts - 1), addresses);
    }
  }

  /** Asks the process to end, and ends it by force when it does not within the time it has. */
  void stop() throws InterruptedException {
    ChildRun running;
    synchronized (lock) {
      stopping.countDown();
      running = run;
    }
    if (running != null) {
      running.stop(stopWithin);
    }
    thread.join();
  }

  private void keepRunning() {
    try {
      int deaths = 0;
      while (!isStopping()) {
        ChildRun ended = launch();
        int exitCode = ended == null ? NOT_LAUNCHED : ended.awaitEnd(startWithin);
        if (isStopping() || !goesOn(exitCode, ended)) {
          break;
        }
        deaths = ended != null && ended.age().compareTo(backoff.healthyAfter()) > 0 ? 0 : deaths;
        Duration wait = backoff.afterDeaths(deaths++);
        enter(Phase.RESTARTING);
        listener.died(plan.name(), exitCode, lastError(ended), wait);
        stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      enter(Phase.STOPPED);
    }
  }

  /** Starts the process; null when it is to stop, or the operating system refuses. */
  private ChildRun launch() {
    synchronized (lock) {
      if (isStopping()) {
        return null;
      }
      starts++;
      try {
        run = ChildRun.launch(plan, this::hear);
      } catch (IOException e) {
        log.error("{} cannot be run", plan.name(), e);
        return null;
      }
      phase = starts == 1 ? Phase.STARTING : Phase.RESTARTING;
      sinceUnixMillis = System.currentTimeMillis();
    }
    onChange.run();
    return run;
  }

  /** Whether it is started again: always, once it was ready. */
  private boolean goesOn(int exitCode, ChildRun ended) {
    boolean timedOut = ended != null && ended.timedOut();
    boolean killed = exitCode > SIGNALLED && !timedOut && starts < FIRST_START_TRIES;
    if (firstReady.isDone() || killed) {
      return true;
    }
    String how = timedOut ? "" : "did not start (exit code %d): ".formatted(exitCode);
    firstReady.completeExceptionally(
        new StartException(plan.name() + " " + how + lastError(ended)));
    return false;
  }

  private static String lastError(ChildRun ended) {
    return ended == null ? "the operating system refuses to start it" : ended.lastError();
  }

  private void hear(Announcement said) {
    if (!said.address().isEmpty()) {
      Duration sinceStart;
      synchronized (lock) {
        addresses.put(said.service(), said.address());
        sinceStart = run.age();
      }
      listener.answers(plan.name(), said.service(), said.address(), sinceStart);
    }
    if (said.ready()) {
      enter(Phase.READY);
      firstReady.complete(null);
    } else {
      onChange.run();
    }
  }

  private void enter(Phase entered) {
    synchronized (lock) {
      phase = entered;
      sinceUnixMillis = System.currentTimeMillis();
      if (entered != Phase.READY) {
        run = null;
        addresses.clear();
      }
    }
    onChange.run();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }
}
