// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child's side of supervision: tells on standard output what answers (the lines that {@code
 * supervise.Announcement} reads), ends when the supervisor's end of standard input closes, and
 * closes what was opened, last first, on any orderly end.
 */
final class ChildProcess {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

  /** Exit code of a child that could not start; the last line on standard error says why. */
  static final int CANNOT_START = 2;

  /** Exit code of a child that ended itself because something in it failed for good. */
  static final int FAILED = 3;

  private final PrintStream output;
  private final PrintStream errors;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  ChildProcess(PrintStream output, PrintStream errors) {
    this.output = output;
    this.errors = errors;
  }

  /** A child wired to this JVM: its streams, its shutdown, its standard input. */
  static ChildProcess ofThisJvm() {
    ChildProcess child = new ChildProcess(System.out, System.err);
    Runtime.getRuntime().addShutdownHook(new Thread(child::closeAll, "close"));
    Thread watch = new Thread(() -> exitAtEnd(System.in), "parent-watch");
    watch.setDaemon(true);
    watch.start();
    return child;
  }

  /** Remembers what to close at the end. */
  <T extends AutoCloseable> T closeAtEnd(T resource) {
    synchronized (opened) {
      opened.push(resource);
    }
    return resource;
  }

  /** Says that a service answers. */
  void listening(String service, String address) {
    output.println("listening " + service + " " + address);
  }

  /** Says that everything answers. */
  void ready() {
    output.println("ready");
  }

  /** Ends the JVM with one line that says why. */
  void exit(int exitCode, String reason) {
    errors.println(reason.lines().findFirst().orElse(""));
    System.exit(exitCode);
  }

  void closeAll() {
    for (AutoCloseable resource = next(); resource != null; resource = next()) {
      try {
        resource.close();
      } catch (Exception e) {
        log.warn("{} did not close cleanly", resource, e);
      }
    }
  }

  private AutoCloseable next() {
    synchronized (opened) {
      return opened.poll();
    }
  }

  private static void exitAtEnd(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // Nothing is ever written: only the end matters.
      }
      log.info("the supervisor is gone: ending");
    } catch (IOException e) {
      log.warn("the supervisor cannot be watched: ending", e);
    }
    System.exit(0);
  }
}
