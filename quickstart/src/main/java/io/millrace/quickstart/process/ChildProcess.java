// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child's side of supervision: tells on standard output what answers (the lines that {@code
 * supervise.Announcement} reads), and ends when the supervisor's end of standard input closes, be
 * it that the supervisor asks for the end or that it was killed. What was opened is closed, last
 * first, before the JVM's shutdown begins: Flink's own shutdown hooks take away what its last
 * checkpoint needs. A signal sent to the child alone closes within the shutdown, as well as it can.
 */
public final class ChildProcess {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);

  /** Exit code of a child that could not start; the last line on standard error says why. */
  public static final int CANNOT_START = 2;

  /** Exit code of a child that ended itself because something in it failed for good. */
  public static final int FAILED = 3;

  private final PrintStream output;
  private final PrintStream errors;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  ChildProcess(PrintStream output, PrintStream errors) {
    this.output = output;
    this.errors = errors;
  }

  /** A child wired to this JVM: its streams, its shutdown, its standard input. */
  public static ChildProcess ofThisJvm() {
    ChildProcess child = new ChildProcess(System.out, System.err);
    Runtime.getRuntime().addShutdownHook(new Thread(child::closeAll, "close"));
    Thread watch = new Thread(() -> child.endWith(System.in), "parent-watch");
    watch.setDaemon(true);
    watch.start();
    return child;
  }

  /** Remembers what to close at the end. */
  public <T extends AutoCloseable> T closeAtEnd(T resource) {
    synchronized (opened) {
      opened.push(resource);
    }
    return resource;
  }

  /** Says that a service answers. */
  public void listening(String service, String address) {
    output.println("listening " + service + " " + address);
  }

  /** Says that everything answers. */
  public void ready() {
    output.println("ready");
  }

  /** Ends the JVM with one line that says why; nothing, if it is ending anyway. */
  public void exit(int exitCode, String reason) {
    if (closing.get()) {
      return;
    }
    errors.println(reason.lines().findFirst().orElse(""));
    System.exit(exitCode);
  }

  /** The innermost cause says what is wrong; those around it only where it was met. */
  public static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  void closeAll() {
    closing.set(true);
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

  private void endWith(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // Nothing is ever written: only the end matters.
      }
      log.info("the supervisor has closed: ending");
    } catch (IOException e) {
      log.warn("the supervisor cannot be watched: ending", e);
    }
    closeAll();
    System.exit(0);
  }
}
