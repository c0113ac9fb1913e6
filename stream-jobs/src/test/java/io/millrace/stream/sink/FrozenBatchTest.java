// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.millrace.sql.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
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

  private final FrozenBatchSerializer serializer = new FrozenBatchSerializer();

  @Test
  void batch_survivesItsSerializer() throws Exception {
    byte[] serialized = serializer.serialize(FrozenBatch.of(BATCH));

    FrozenBatch read = serializer.deserialize(serializer.getVersion(), serialized);

    assertThat(read.last()).isTrue();
    assertThat(read.thaw()).usingRecursiveComparison().isEqualTo(BATCH);
    assertThat(read.thaw().slice(1, 2).rows()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
  }

  @Test
  void batch_ofACheckpointBeforeCompression_isRead() throws Exception {
    ByteArrayOutputStream version1 = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(version1)) {
      out.writeUTF("INSERT INTO é");
      out.writeBoolean(true);
      out.writeInt(2);
      out.writeInt(1);
      out.writeInt(3);
      out.writeInt(3);
      out.write(new byte[] {1, 2, 3});
    }

    FrozenBatch read = serializer.deserialize(1, version1.toByteArray());

    assertThat(read.last()).isTrue();
    assertThat(read.thaw()).usingRecursiveComparison().isEqualTo(BATCH);
  }

  @Test
  void batch_ofALaterVersion_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> serializer.deserialize(3, new byte[0]))
        .withMessageContaining("version 3, this build reads up to 2");
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
    FreezingWriter writer = new FreezingWriter();
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < 45_000; i++) {
      byte[] row = new byte[100];
      ByteBuffer.wrap(row).putInt(i);
      rows.add(row);
      writer.write(new TableRow(Table.SPANS, row), null);
    }
    writer.write(new TableRow(Table.PROGRESS, new byte[] {7}), null);

    List<FrozenBatch> frozen = List.copyOf(writer.prepareCommit());

    assertThat(frozen).hasSize(4);
    assertThat(frozen.stream().map(FrozenBatch::last)).containsExactly(false, false, false, true);
    assertThat(frozen.get(0).bytes()).hasSizeLessThan(20_000 * 100 / 4);
    assertThat(rowsOf(frozen.subList(0, 3))).containsExactlyElementsOf(rows);
    assertThat(writer.prepareCommit()).isEmpty();
  }

  @Test
  void rowLargerThanABatch_isABatchAlone() throws Exception {
    FreezingWriter writer = new FreezingWriter();
    byte[] large = new byte[9 << 20];
    List<byte[]> rows = List.of(new byte[] {1}, large, new byte[] {2});
    for (byte[] row : rows) {
      writer.write(new TableRow(Table.SPANS, row), null);
    }

    List<FrozenBatch> frozen = List.copyOf(writer.prepareCommit());

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
