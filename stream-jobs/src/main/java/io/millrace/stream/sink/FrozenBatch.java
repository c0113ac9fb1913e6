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
 * A {@link TableBatch} as a checkpoint holds it, made small once, at the barrier: the version of
 * this layout, whether it is the last of its checkpoint, the statement, where each row ends, and
 * the rows as one LZ4 block.
 */
record FrozenBatch(byte[] bytes) {
  private static final LZ4Factory LZ4 = LZ4Factory.fastestInstance();

  private static final byte VERSION = 1;
  private static final int LAST_AT = 1;

  /** What stands beside the statement, the ends and the rows: version, flag and two lengths. */
  private static final int FIXED_BYTES = 2 + 2 * Integer.BYTES;

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
    out.put(VERSION).put((byte) (batch.last() ? 1 : 0));
    out.putInt(statement.length).put(statement).putInt(batch.rowCount());
    for (int end : batch.rowEnds()) {
      out.putInt(end);
    }
    compressor.compress(batch.rows().duplicate(), out);
    return new FrozenBatch(Arrays.copyOf(out.array(), out.position()));
  }

  /** Whether it must be inserted after all others of its checkpoint. */
  boolean last() {
    return bytes.length > LAST_AT && bytes[LAST_AT] != 0;
  }

  /**
   * The batch.
   *
   * @throws IOException if the bytes are none, or of a later version
   */
  TableBatch thaw() throws IOException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      requireReadable(in.get());
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

  private static void requireReadable(byte version) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "a batch of rows in a checkpoint is of version %d, this build reads version %d"
              .formatted(version, VERSION));
    }
  }
}
