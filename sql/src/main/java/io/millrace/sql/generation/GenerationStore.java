// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.generation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Where it is decided which generation the views show. Every method fails with {@link
 * io.millrace.sql.RefusedException} or {@link io.millrace.sql.UnavailableException}.
 */
public interface GenerationStore {
  /** All generations there ever were, by number. */
  List<GenerationState> states() throws IOException;

  /**
   * Asks for a new generation, unless one is on its way.
   *
   * @param fromWhatIsLeft whether it may become current though it lacks what the log has lost
   * @return the one that is on its way now
   */
  GenerationState request(boolean fromWhatIsLeft) throws IOException;

  /** How a replay stands beside the current generation. */
  ReplayStanding standing(int current, int replayed) throws IOException;

  /**
   * Has all views show the replay instead of the current generation, by one insert; only if at this
   * very moment it holds all that the current one holds.
   *
   * @return whether it is the current one now
   */
  boolean takeOver(int current, GenerationState replay) throws IOException;

  /** Gives a replay up; one that has become current stays it. */
  void abandon(int generation, String reason) throws IOException;

  /**
   * Generations of which there are rows that may go: of those that were abandoned, and of those
   * that were superseded longer ago than a grace.
   */
  List<Integer> droppable(Duration grace) throws IOException;

  /**
   * Drops the rows of a generation.
   *
   * @throws IllegalArgumentException if the views show it
   */
  void drop(int generation) throws IOException;
}
