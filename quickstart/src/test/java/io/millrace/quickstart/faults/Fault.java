// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import java.io.IOException;
import java.time.Duration;

/** What becomes of one request. */
@FunctionalInterface
interface Fault {
  /** As if nothing stood between. */
  Fault NONE =
      exchange -> {
        exchange.forward();
        exchange.answer();
      };

  /** The connection ends before ClickHouse sees anything. */
  Fault NOT_SENT = Exchange::cut;

  /** ClickHouse sees half of the request, the client a broken connection. */
  Fault REQUEST_CUT =
      exchange -> {
        exchange.forwardHalf(() -> {});
        exchange.cut();
      };

  /** ClickHouse takes it, the client sees a broken connection. */
  Fault ANSWER_CUT =
      exchange -> {
        exchange.forward();
        exchange.cut();
      };

  /** Takes the exchange its way. */
  void strike(Exchange exchange) throws IOException, InterruptedException;

  /** ClickHouse hears of it late. */
  static Fault slow(Duration delay) {
    return exchange -> {
      Exchange.sleep(delay);
      exchange.forward();
      exchange.answer();
    };
  }

  /** It reaches ClickHouse in pieces, with a pause after each. */
  static Fault trickling(Duration pause) {
    return exchange -> {
      exchange.trickle(pause);
      exchange.answer();
    };
  }

  /** It waits before ClickHouse sees anything; then it goes on, though its client may be gone. */
  static Fault heldBefore(Gate gate) {
    return exchange -> {
      gate.pass(exchange);
      exchange.forward();
      gate.forwarded();
      exchange.answer();
    };
  }

  /** ClickHouse has half of it while it waits; then it breaks off. */
  static Fault heldInTheMiddle(Gate gate) {
    return exchange -> {
      exchange.forwardHalf(() -> gate.pass(exchange));
      exchange.cut();
    };
  }

  /** ClickHouse has taken it while its answer waits; then the answer goes lost. */
  static Fault heldAfter(Gate gate) {
    return exchange -> {
      exchange.forward();
      gate.pass(exchange);
      exchange.cut();
    };
  }
}
