// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.block;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;

/**
 * Packs what is written into ClickHouse's compressed blocks, LZ4 ({@code compress=1}); the layout
 * is at {@link CompressedBlockInputStream}. Closing writes the last block and closes the stream
 * below.
 */
public final class CompressedBlockOutputStream extends OutputStream {

  /** {@code DBMS_DEFAULT_BUFFER_SIZE}. */
  private static final int BLOCK_BYTES = 1 << 20;

  private final OutputStream out;
  private final LZ4Compressor compressor = BlockMethod.LZ4_FACTORY.fastCompressor();
  private final byte[] block = new byte[BLOCK_BYTES];
  private final byte[] packed =
      new byte
          [CompressedBlockInputStream.HEADER_BYTES
              + BlockMethod.LZ4_FACTORY.fastCompressor().maxCompressedLength(BLOCK_BYTES)];
  private int length;

  public CompressedBlockOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    while (from < offset + count) {
      int part = Math.min(offset + count - from, BLOCK_BYTES - length);
      System.arraycopy(bytes, from, block, length, part);
      length += part;
      from += part;
      if (length == BLOCK_BYTES) {
        writeBlock();
      }
    }
  }

  private void writeBlock() throws IOException {
    if (length == 0) {
      return;
    }
    int header = CompressedBlockInputStream.HEADER_BYTES;
    int size =
        header + compressor.compress(block, 0, length, packed, header, packed.length - header);
    ByteBuffer.wrap(packed)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(BlockMethod.LZ4.code())
        .putInt(size)
        .putInt(length);
    long[] checksum = BlockChecksum.of(packed, size);
    out.write(
        ByteBuffer.allocate(CompressedBlockInputStream.CHECKSUM_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(checksum[0])
            .putLong(checksum[1])
            .array());
    out.write(packed, 0, size);
    length = 0;
  }

  @Override
  public void close() throws IOException {
    writeBlock();
    out.close();
  }
}
