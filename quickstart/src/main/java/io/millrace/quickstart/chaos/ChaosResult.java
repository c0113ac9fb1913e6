// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import io.millrace.benchmarks.load.LoadRun;
import io.millrace.quickstart.audit.AuditReport;
import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.GenerationState.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param strikes what befell the cluster, in order
 * @param load what the fleet sent, and whether every view tells it
 * @param replay what became of a replay; empty where there was none
 * @param audit the tables against the log
 */
public record ChaosResult(
    List<Strike> strikes,
    LoadRun.Result load,
    Optional<GenerationState> replay,
    AuditReport audit) {
  /**
   * A fault and what it did.
   *
   * @param fault in words
   * @param killed how many processes were killed
   * @param stalled the longest time without movement of {@code progress} from the strike until
   *     numbers flowed again
   * @param recovered whether they did, in the time that they had
   */
  public record Strike(String fault, int killed, Duration stalled, boolean recovered) {}

  public ChaosResult {
    strikes = List.copyOf(strikes);
  }

  /** Nothing lost, nothing doubled, and numbers flowed again each time. */
  public boolean held() {
    return load.right()
        && audit.balanced()
        && strikes.stream().allMatch(Strike::recovered)
        && replay.stream().allMatch(generation -> generation.state() == State.CURRENT);
  }

  /** How many processes were killed, each time counted. */
  public int kills() {
    return strikes.stream().mapToInt(Strike::killed).sum();
  }

  /** The longest time without movement. */
  public Duration longestStall() {
    return strikes.stream().map(Strike::stalled).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
