// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Interrupts the thread that works on a request when its caller leaves or its time is over, so that
 * nothing goes on for nobody.
 */
public final class CallerWatch {
  private Thread worker;

  private CallerWatch(Thread worker) {
    this.worker = worker;
  }

  /** Works, on the thread that asks for it. */
  public static <T> T over(ServiceRequestContext context, Supplier<T> work) {
    CallerWatch watch = new CallerWatch(Thread.currentThread());
    CompletableFuture<Void> unused =
        context.whenRequestCancelling().thenAccept(cause -> watch.interrupt());
    try {
      return work.get();
    } finally {
      watch.end();
    }
  }

  private synchronized void interrupt() {
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** The thread goes on to other requests. */
  private synchronized void end() {
    worker = null;
    Thread.interrupted();
  }
}
