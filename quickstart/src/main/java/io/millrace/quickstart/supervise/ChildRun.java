// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a child process: what it says is followed until it has ended. */
final class ChildRun {
  private static final Logger log = LoggerFactory.getLogger(ChildRun.class);

  private final String name;
  private final Process process;
  private final Consumer<Announcement> heard;
  private final long startNanos = System.nanoTime();
  private final CountDownLatch readyOrEnded = new CountDownLatch(1);
  private volatile boolean timedOut;
  private volatile String lastError = "";

  private ChildRun(String name, Process process, Consumer<Announcement> heard) {
    this.name = name;
    this.process = process;
    this.heard = heard;
  }

  /**
   * Starts the process; {@link #awaitEnd} follows it.
   *
   * @param heard hears each announcement, in a thread of its own
   */
  static ChildRun launch(ProcessPlan plan, Consumer<Announcement> heard) throws IOException {
    return new ChildRun(plan.name(), plan.launch(), heard);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** The last line that it wrote to standard error; '' if none. */
  String lastError() {
    return lastError;
  }

  /**
   * Follows the process to its end, and ends it by force where it is not ready in time.
   *
   * @return its exit code; above 128 that of a signal
   */
  int awaitEnd(Duration readyWithin) throws InterruptedException {
    Thread output = follow("output", process.getInputStream(), this::hear);
    Thread errors = follow("errors", process.getErrorStream(), this::hearError);
    if (!readyOrEnded.await(readyWithin.toMillis(), TimeUnit.MILLISECONDS)) {
      timedOut = true;
      lastError =
          "did not answer within %d s (supervisor.start-within)".formatted(readyWithin.toSeconds());
      log.warn("{} (pid {}) {}: ended by force", name, process.pid(), lastError);
      process.destroyForcibly();
    }
    int exitCode = process.waitFor();
    output.join();
    errors.join();
    log.info("{} (pid {}) ended with exit code {}", name, process.pid(), exitCode);
    return exitCode;
  }

  /** Asks the process to end, and ends it by force when it does not within the time it has. */
  void stop(Duration within) throws InterruptedException {
    try {
      // the end of its standard input is what a child ends at
      process.getOutputStream().close();
    } catch (IOException e) {
      log.warn("{} cannot be asked to end", name, e);
      process.destroy();
    }
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("{} did not end within {}: ended by force", name, within);
      process.destroyForcibly();
    }
  }

  /** Whether it was ended because it was not ready in time. */
  boolean timedOut() {
    return timedOut;
  }

  private void hear(String line) {
    log.info("{}: {}", name, line);
    Announcement.parse(name, line)
        .ifPresent(
            said -> {
              heard.accept(said);
              if (said.ready()) {
                readyOrEnded.countDown();
              }
            });
  }

  private void hearError(String line) {
    log.warn("{}: {}", name, line);
    if (!line.isBlank()) {
      lastError = line;
    }
  }

  private Thread follow(String what, InputStream stream, Consumer<String> hears) {
    Thread thread = new Thread(() -> follow(stream, hears), what + "-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void follow(InputStream stream, Consumer<String> hears) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hears.accept(line);
      }
    } catch (IOException e) {
      log.warn("{}: what it says cannot be read any more", name, e);
    } finally {
      readyOrEnded.countDown();
    }
  }
}
