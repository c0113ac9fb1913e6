// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.RefusedException;
import io.millrace.sql.UnavailableException;
import io.millrace.sql.table.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class BatchInserterTest {
  private static final String INSERT = "INSERT INTO t (c) FORMAT RowBinary";

  @Test
  void insert_whileClickHouseIsAway_triesAgainUntilItIsBack() throws Exception {
    FakeTables tables = new FakeTables();
    tables.failuresBeforeSuccess = 3;

    inserter(tables).insert(batch(1, 2, 3));

    assertThat(tables.inserted).containsExactly((byte) 1, (byte) 2, (byte) 3);
    assertThat(tables.attempts).isEqualTo(4);
  }

  @Test
  void insert_ofABatchWithARefusedRow_keepsTheOthersAndMakesItADeadLetter() throws Exception {
    FakeTables tables = new FakeTables();
    tables.poison = 7;

    inserter(tables).insert(batch(1, 2, 7, 4, 5));

    assertThat(tables.inserted).containsExactly((byte) 1, (byte) 2, (byte) 4, (byte) 5);
    assertThat(tables.deadLetters).isEqualTo(1);
  }

  @Test
  void insert_ofARowWhoseBodyWasCutOff_isTriedAgainBeforeItIsADeadLetter() throws Exception {
    FakeTables tables = new FakeTables();
    tables.cutOffBodies = 2;

    inserter(tables).insert(batch(1));

    assertThat(tables.inserted).containsExactly((byte) 1);
    assertThat(tables.deadLetters).isZero();
  }

  private static BatchInserter inserter(FakeTables tables) {
    return new BatchInserter(tables, 1, new SinkCounters(new UnregisteredMetricsGroup()));
  }

  private static TableBatch batch(int... rows) {
    byte[] bytes = new byte[rows.length];
    int[] ends = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      bytes[i] = (byte) rows[i];
      ends[i] = i + 1;
    }
    return new TableBatch(INSERT, ByteBuffer.wrap(bytes), ends, false);
  }

  private static final class FakeTables implements BatchInserter.Inserts {
    final List<Byte> inserted = new ArrayList<>();
    int failuresBeforeSuccess;
    int attempts;
    int cutOffBodies;
    int poison = -1;
    int deadLetters;

    @Override
    public void insert(String insertStatement, ByteBuffer rows)
        throws RefusedException, UnavailableException {
      attempts++;
      if (failuresBeforeSuccess-- > 0) {
        throw new UnavailableException("away", null);
      }
      if (insertStatement.equals(Table.DEAD_LETTERS.insertStatement())) {
        deadLetters++;
        return;
      }
      if (cutOffBodies-- > 0) {
        throw new RefusedException(33, "cannot read all data", null);
      }
      List<Byte> block = new ArrayList<>();
      for (ByteBuffer rest = rows.duplicate(); rest.hasRemaining(); ) {
        byte row = rest.get();
        if (row == poison) {
          throw new RefusedException(27, "cannot parse", null);
        }
        block.add(row);
      }
      inserted.addAll(block);
    }
  }
}
