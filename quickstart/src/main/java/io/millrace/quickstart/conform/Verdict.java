// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

/** What became of a fact. */
public enum Verdict {
  /** Every public view that tells it tells the truth. */
  RIGHT,
  /** A view tells something else, or none tells it. */
  WRONG,
  /** The client's telemetry does not carry it: not asked. */
  NOT_SENT,
  /** Derived, and not confirmed by a human: not asked. */
  TO_BE_CHECKED,
  /** The client speaks no protocol that Millrace takes. */
  NOT_TAKEN
}
