// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import java.util.Optional;
import java.util.function.Function;

/** The inserts that are held at a {@link KillPoint}; all others go through. */
final class HeldRequests {
  private final KillPoint point;
  private final Gate taken = new Gate();
  private final Gate notYet = new Gate();
  private final Fault holdNotYet;

  /**
   * Holds nothing yet.
   *
   * @param before how an insert is held that ClickHouse must not take
   */
  HeldRequests(KillPoint point, Function<Gate, Fault> before) {
    this.point = point;
    this.holdNotYet = before.apply(notYet);
  }

  /** The fault of one request. */
  Fault choose(Exchange exchange) {
    Optional<String> table = exchange.insertedTable();
    if (point.isTaken(table)) {
      return Fault.heldAfter(taken);
    }
    return point.isNotYet(table) ? holdNotYet : Fault.NONE;
  }

  /** Whether the commit has come to the point: what must be taken is, what must not be waits. */
  boolean reached() {
    return (point.taken().isEmpty() || taken.held().stream().anyMatch(Exchange::taken))
        && (point.notYet().isEmpty() || !notYet.held().isEmpty());
  }

  /** Lets all of them go on. */
  void letGo() {
    taken.open();
    notYet.open();
  }

  /** Whether all that ClickHouse had not taken have reached it by now. */
  boolean allForwarded() {
    return notYet.allForwarded();
  }
}
