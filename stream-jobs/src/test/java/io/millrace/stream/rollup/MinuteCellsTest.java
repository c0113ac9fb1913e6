// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.RollUpTable;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinuteCellsTest {
  private static final long MINUTE = 60_000_000_000L;

  @Test
  void difference_addedToBefore_givesNow() {
    List<MinuteCell> before = List.of(cell(0, "a", 5, 3), cell(MINUTE, "a", 1, 1));
    List<MinuteCell> now = List.of(cell(0, "a", 7, 4), cell(0, "b", 2, 9));

    List<MinuteCell> deltas = MinuteCells.difference(now, before);

    List<MinuteCell> applied = new java.util.ArrayList<>(before);
    applied.addAll(deltas);
    List<MinuteCell> summed =
        MinuteCells.sumByKey(applied).stream().filter(sum -> !MinuteCells.isZero(sum)).toList();
    assertThat(summed).containsExactlyInAnyOrderElementsOf(now);
  }

  @Test
  void difference_ofEqualCells_isNothing() {
    List<MinuteCell> cells = List.of(cell(0, "a", 5, 3));

    assertThat(MinuteCells.difference(cells, cells)).isEmpty();
  }

  @Test
  void key_ofTextsThatRunTogether_differs() {
    MinuteCell one =
        MinuteCells.of(RollUpTable.LEDGER, 0, List.of("a|1:b", "c"), List.of(), List.of());
    MinuteCell other =
        MinuteCells.of(RollUpTable.LEDGER, 0, List.of("a", "b|1:c"), List.of(), List.of());

    assertThat(MinuteCells.key(one)).isNotEqualTo(MinuteCells.key(other));
  }

  @Test
  void money_ofAThousandAbsurdCalls_isTakenBackExactly() {
    long absurd = 100_000_000_000_000_001L;
    long micros = 0;
    long rest = 0;
    for (int i = 0; i < 1000; i++) {
      micros += MoneySum.micros(absurd);
      rest += MoneySum.rest(absurd);
    }
    assertThat(MoneySum.picoUsd(micros, rest)).isPositive();
    for (int i = 0; i < 999; i++) {
      micros -= MoneySum.micros(absurd);
      rest -= MoneySum.rest(absurd);
    }
    assertThat(MoneySum.picoUsd(micros, rest)).isEqualTo(absurd);
  }

  private static MinuteCell cell(long time, String dimension, long sum, int bucket) {
    return MinuteCells.of(
        RollUpTable.TOOLS,
        time,
        List.of(dimension),
        List.of(sum),
        Collections.singletonList(bucket));
  }
}
