// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import java.util.ArrayList;
import java.util.List;

/** Where requests wait until it is opened; after that it holds nobody. */
final class Gate {
  private final List<Exchange> held = new ArrayList<>();
  private int forwarded;
  private boolean open;

  /** Waits until the gate is opened. */
  synchronized void pass(Exchange exchange) throws InterruptedException {
    held.add(exchange);
    while (!open) {
      wait();
    }
  }

  synchronized void open() {
    open = true;
    notifyAll();
  }

  /** One that waited has been taken to ClickHouse. */
  synchronized void forwarded() {
    forwarded++;
  }

  /** All that have come to the gate. */
  synchronized List<Exchange> held() {
    return List.copyOf(held);
  }

  /** Whether all that waited before ClickHouse have reached it since. */
  synchronized boolean allForwarded() {
    return forwarded == held.size();
  }
}
