// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import io.millrace.sql.row.CostSums;
import io.millrace.sql.row.LatencyMinuteRow;
import io.millrace.sql.row.LedgerMinuteRow;
import io.millrace.sql.row.ToolMinuteRow;
import io.millrace.sql.row.UsageMinuteRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.MinuteTotal;
import java.util.List;
import java.util.Map;

/**
 * From the totals of the state to rows: here, and in who makes the cells, the order of their lists
 * is known.
 */
final class RollUpRows {
  private final int generation;

  RollUpRows(int generation) {
    this.generation = generation;
  }

  TableRow row(MinuteTotal total, long version) {
    return switch (total.getCell().getTable()) {
      case USAGE -> usage(total.getCell(), total.getLane(), version);
      case TOOLS -> tools(total.getCell(), total.getLane(), version);
      case LATENCY -> latency(total.getCell(), total.getLane(), version);
      case LEDGER -> ledger(total.getCell(), total.getLane(), version);
    };
  }

  private TableRow usage(MinuteCell cell, long lane, long version) {
    List<String> dims = cell.getDimensions();
    List<Long> sums = cell.getSums();
    return new TableRow(
        Table.USAGE_MINUTES,
        new UsageMinuteRow(
            generation,
            cell.getMinuteUnixSeconds(),
            dims.get(0),
            dims.get(1),
            dims.get(2),
            dims.get(3),
            dims.get(4),
            dims.get(5),
            dims.get(6),
            lane,
            sums.get(0),
            sums.get(1),
            sums.get(2),
            sums.get(3),
            sums.get(4),
            sums.get(5),
            sums.get(6),
            money(cell, 7),
            money(cell, 9),
            money(cell, 11),
            new CostSums(money(cell, 14), money(cell, 16), money(cell, 18)),
            sums.get(13),
            histogram(cell, 0),
            histogram(cell, 1),
            version));
  }

  /** Of two sums beside each other. */
  private static long money(MinuteCell cell, int index) {
    return MoneySum.picoUsd(MinuteCells.sum(cell, index), MinuteCells.sum(cell, index + 1));
  }

  private TableRow tools(MinuteCell cell, long lane, long version) {
    List<String> dims = cell.getDimensions();
    return new TableRow(
        Table.TOOL_MINUTES,
        new ToolMinuteRow(
            generation,
            cell.getMinuteUnixSeconds(),
            dims.get(0),
            dims.get(1),
            dims.get(2),
            dims.get(3),
            dims.get(4),
            lane,
            cell.getSums().get(0),
            cell.getSums().get(1),
            histogram(cell, 0),
            version));
  }

  private TableRow latency(MinuteCell cell, long lane, long version) {
    List<String> dims = cell.getDimensions();
    return new TableRow(
        Table.LATENCY_MINUTES,
        new LatencyMinuteRow(
            generation,
            cell.getMinuteUnixSeconds(),
            dims.get(0),
            dims.get(1),
            dims.get(2),
            dims.get(3),
            lane,
            cell.getSums().get(0),
            cell.getSums().get(1),
            histogram(cell, 0),
            version));
  }

  private TableRow ledger(MinuteCell cell, long lane, long version) {
    List<Long> sums = cell.getSums();
    return new TableRow(
        Table.LEDGER_MINUTES,
        new LedgerMinuteRow(
            generation,
            cell.getMinuteUnixSeconds(),
            cell.getDimensions().get(0),
            cell.getDimensions().get(1),
            lane,
            sums.get(0),
            sums.get(1),
            sums.get(2),
            sums.get(3),
            sums.get(4),
            MinuteCells.sum(cell, 5),
            version));
  }

  private static Map<Integer, Long> histogram(MinuteCell cell, int index) {
    return MinuteCells.buckets(cell.getHistograms().get(index));
  }
}
