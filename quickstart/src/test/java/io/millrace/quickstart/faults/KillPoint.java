// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import io.millrace.sql.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in a checkpoint's commit: ClickHouse has taken the rows of one table and its answer is on
 * the way, and the rows of another it has not. Either may be absent.
 */
record KillPoint(Optional<Table> taken, Optional<Table> notYet) {
  /** As they are inserted: side by side, and progress when all the others are in. */
  private static final List<Table> SIDE_BY_SIDE =
      List.of(
          Table.SPANS,
          Table.TRACES,
          Table.USAGE_MINUTES,
          Table.TOOL_MINUTES,
          Table.LATENCY_MINUTES,
          Table.LEDGER_MINUTES,
          Table.DEAD_LETTERS);

  /**
   * Before and after every insert, {@code span_content} included, which is written ahead of the
   * barrier: before each but the first of those that go side by side is also after another.
   */
  static List<KillPoint> all() {
    List<KillPoint> points = new ArrayList<>();
    addEnds(points, Table.SPAN_CONTENT, Table.SPAN_CONTENT);
    for (int i = 1; i < SIDE_BY_SIDE.size(); i++) {
      points.add(
          new KillPoint(Optional.of(SIDE_BY_SIDE.get(i - 1)), Optional.of(SIDE_BY_SIDE.get(i))));
    }
    addEnds(points, SIDE_BY_SIDE.get(0), SIDE_BY_SIDE.get(SIDE_BY_SIDE.size() - 1));
    addEnds(points, Table.PROGRESS, Table.PROGRESS);
    return points;
  }

  private static void addEnds(List<KillPoint> points, Table before, Table after) {
    points.add(new KillPoint(Optional.empty(), Optional.of(before)));
    points.add(new KillPoint(Optional.of(after), Optional.empty()));
  }

  /** Whether a commit comes there only when there is a dead letter. */
  boolean needsDeadLetter() {
    return taken.equals(Optional.of(Table.DEAD_LETTERS))
        || notYet.equals(Optional.of(Table.DEAD_LETTERS));
  }

  /** Whether an insert into this table is one that ClickHouse has taken. */
  boolean isTaken(Optional<String> physicalName) {
    return physicalName.isPresent() && physicalName.equals(taken.map(Table::physicalName));
  }

  /** Whether an insert into this table is one that ClickHouse has not taken. */
  boolean isNotYet(Optional<String> physicalName) {
    return physicalName.isPresent() && physicalName.equals(notYet.map(Table::physicalName));
  }

  @Override
  public String toString() {
    return "after %s, before %s".formatted(name(taken), name(notYet));
  }

  private static String name(Optional<Table> table) {
    return table.map(Table::physicalName).orElse("-");
  }
}
