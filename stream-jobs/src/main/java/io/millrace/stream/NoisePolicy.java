// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

/** What becomes of a span that is plumbing of the agent's process. */
public enum NoisePolicy {
  /** Stored like any other. */
  KEEP,
  /** Stored without its content; the raw log has it for as long as that is kept. */
  KEEP_BARE,
  /** Not stored, and counted in the ledger. What was below it hangs in the air. */
  DROP
}
