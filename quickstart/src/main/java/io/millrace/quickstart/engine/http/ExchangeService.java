// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

/** Answers exchanges. */
@FunctionalInterface
public interface ExchangeService {

  /**
   * Takes an exchange. Called on the event loop, so it must not wait.
   *
   * @param answered to be run, on any thread, when the answer has ended
   */
  void accept(Exchange exchange, Runnable answered);
}
