// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.millrace.sql.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenBatchTest {
  private static final TableBatch BATCH =
      new TableBatch(
          "INSERT INTO é", ByteBuffer.wrap(new byte[] {1, 2, 3}), new int[] {1, 3}, true);

  @Test
  void batch_isReadBackFromItsBytes() throws Exception {
    FrozenBatch read = new FrozenBatch(FrozenBatch.of(BATCH).bytes());

    assertThat(read.last()).isTrue();
    assertThat(read.thaw()).usingRecursiveComparison().isEqualTo(BATCH);
    assertThat(read.thaw().slice(1, 2).rows()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
  }

  @Test
  void batch_ofALaterVersion_isRefused() {
    byte[] later = FrozenBatch.of(BATCH).bytes();
    later[0] = 2;

    assertThatIOException()
        .isThrownBy(new FrozenBatch(later)::thaw)
        .withMessageContaining("of version 2, this build reads version 1");
  }

  @Test
  void batch_thatIsCutOff_isRefused() {
    byte[] whole = FrozenBatch.of(BATCH).bytes();

    for (int length = 0; length < whole.length; length++) {
      FrozenBatch damaged = new FrozenBatch(Arrays.copyOf(whole, length));
      assertThatIOException().isThrownBy(damaged::thaw).withMessageContaining("damaged");
    }
  }

  @Test
  void rowsBetweenTwoBarriers_areFrozenInOrderAndSmall() throws Exception {
    BatchFreezer freezer = new BatchFreezer();
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < 225_000; i++) {
      byte[] row = new byte[100];
      ByteBuffer.wrap(row).putInt(i);
      rows.add(row);
      freezer.add(new TableRow(Table.SPANS, row));
    }
    freezer.add(new TableRow(Table.PROGRESS, new byte[] {7}));

    List<FrozenBatch> frozen = freezer.freeze();

    assertThat(frozen).hasSize(4);
    assertThat(frozen.stream().map(FrozenBatch::last)).containsExactly(false, false, false, true);
    assertThat(frozen.get(0).bytes()).hasSizeLessThan(100_000 * 100 / 4);
    assertThat(rowsOf(frozen.subList(0, 3))).containsExactlyElementsOf(rows);
    assertThat(freezer.freeze()).isEmpty();
  }

  @Test
  void rowLargerThanABatch_isABatchAlone() throws Exception {
    BatchFreezer freezer = new BatchFreezer();
    byte[] large = new byte[33 << 20];
    List<byte[]> rows = List.of(new byte[] {1}, large, new byte[] {2});
    for (byte[] row : rows) {
      freezer.add(new TableRow(Table.SPANS, row));
    }

    List<FrozenBatch> frozen = freezer.freeze();

    assertThat(frozen).hasSize(3);
    assertThat(rowsOf(frozen)).containsExactlyElementsOf(rows);
  }

  private static List<byte[]> rowsOf(List<FrozenBatch> batches) throws IOException {
    List<byte[]> rows = new ArrayList<>();
    for (FrozenBatch frozen : batches) {
      TableBatch batch = frozen.thaw();
      for (int i = 0; i < batch.rowCount(); i++) {
        byte[] row = new byte[batch.slice(i, i + 1).rows().remaining()];
        batch.slice(i, i + 1).rows().get(row);
        rows.add(row);
      }
    }
    return rows;
  }
}
