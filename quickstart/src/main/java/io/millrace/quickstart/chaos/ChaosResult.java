// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import io.millrace.benchmarks.load.LoadRun;
import io.millrace.quickstart.audit.AuditReport;
import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param strikes what befell the cluster, in order
 * @param load what the fleet sent, and whether every view tells it
 * @param audit the tables against the log
 */
public record ChaosResult(List<Strike> strikes, LoadRun.Result load, AuditReport audit) {
  /**
   * A fault and what it did.
   *
   * @param fault in words
   * @param stalled the longest time without movement of {@code progress} from the strike until
   *     numbers flowed again
   * @param recovered whether they did, in the time that they had
   */
  public record Strike(String fault, Duration stalled, boolean recovered) {}

  public ChaosResult {
    strikes = List.copyOf(strikes);
  }

  /** Nothing lost, nothing doubled, and numbers flowed again each time. */
  public boolean held() {
    return load.right() && audit.balanced() && strikes.stream().allMatch(Strike::recovered);
  }

  /** The longest time without movement. */
  public Duration longestStall() {
    return strikes.stream().map(Strike::stalled).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
