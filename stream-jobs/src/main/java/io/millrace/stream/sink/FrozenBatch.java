// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * A {@link TableBatch} as a checkpoint holds it. Flink serialises and copies a committable about
 * eight times on its way into a checkpoint, so it is made small once, at the barrier, and is its
 * own serialised form: whether it is the last of its checkpoint, the statement, where each row
 * ends, and the rows as one LZ4 block.
 */
record FrozenBatch(byte[] bytes) {
  private static final LZ4Factory LZ4 = LZ4Factory.fastestInstance();

  /** What stands beside the statement, the ends and the rows: the flag and two lengths. */
  private static final int FIXED_BYTES = 1 + 2 * Integer.BYTES;

  /** A copy of the batch; its array is free again. */
  static FrozenBatch of(TableBatch batch) {
    byte[] statement = batch.insertStatement().getBytes(StandardCharsets.UTF_8);
    LZ4Compressor compressor = LZ4.fastCompressor();
    ByteBuffer out =
        ByteBuffer.allocate(
            FIXED_BYTES
                + statement.length
                + batch.rowCount() * Integer.BYTES
                + compressor.maxCompressedLength(batch.rows().remaining()));
    out.put((byte) (batch.last() ? 1 : 0));
    out.putInt(statement.length).put(statement).putInt(batch.rowCount());
    for (int end : batch.rowEnds()) {
      out.putInt(end);
    }
    compressor.compress(batch.rows().duplicate(), out);
    return new FrozenBatch(Arrays.copyOf(out.array(), out.position()));
  }

  /** Whether it must be inserted after all others of its checkpoint. */
  boolean last() {
    return bytes[0] != 0;
  }

  /**
   * The batch.
   *
   * @throws IOException if the bytes are none
   */
  TableBatch thaw() throws IOException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      boolean last = in.get() != 0;
      byte[] statement = new byte[in.getInt()];
      in.get(statement);
      int[] ends = new int[in.getInt()];
      for (int i = 0; i < ends.length; i++) {
        ends[i] = in.getInt();
      }
      ByteBuffer rows = ByteBuffer.allocate(ends[ends.length - 1]);
      LZ4.safeDecompressor().decompress(in, rows);
      return new TableBatch(new String(statement, StandardCharsets.UTF_8), rows.flip(), ends, last);
    } catch (LZ4Exception | BufferUnderflowException damaged) {
      throw new IOException("a batch of rows in a checkpoint is damaged", damaged);
    }
  }
}
