// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.generation;

/**
 * One generation of rows, as the view {@code generation_states} tells it.
 *
 * @param generation from 1
 * @param reason why it was abandoned; else empty
 * @param fromWhatIsLeft whether it was asked for though the log had lost its beginning
 */
public record GenerationState(int generation, State state, String reason, boolean fromWhatIsLeft) {

  /** What becomes of a generation. */
  public enum State {
    /** The views show it. */
    CURRENT,
    /** A job reads it from the log. */
    REPLAYING,
    /** It was current. */
    SUPERSEDED,
    /** It never became current. */
    ABANDONED,
    /** Its rows are gone. */
    DROPPED
  }
}
