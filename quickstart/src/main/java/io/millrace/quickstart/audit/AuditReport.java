// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.audit;

import io.millrace.sql.audit.Difference;
import java.util.List;

/**
 * What an audit found.
 *
 * @param spans distinct spans in the audited part of the log, dead letters left out
 * @param occurrences in it, repetitions included
 * @param inFlightRecords records at or past {@code progress}, not audited yet
 * @param wholeLog false if the broker has deleted the beginning of the log: then a row that the log
 *     does not know may be older than it
 * @param findings one for each thing that must hold
 */
public record AuditReport(
    long spans, long occurrences, long inFlightRecords, boolean wholeLog, List<Finding> findings) {

  /**
   * One thing that must hold.
   *
   * @param rule what must hold
   * @param differences where it does not, the first of them only
   */
  public record Finding(String rule, List<Difference> differences) {
    public boolean holds() {
      return differences.isEmpty();
    }
  }

  /** Whether everything holds. */
  public boolean balanced() {
    return findings.stream().allMatch(Finding::holds);
  }
}
