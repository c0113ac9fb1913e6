// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.block;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Unpacks ClickHouse's own compressed blocks ({@code decompress=1}). A block is 16 bytes of
 * CityHash128 (v1.0.2) over what follows, one byte of method, the little-endian sizes of method,
 * sizes and data together and of the unpacked data, then the data
 * (src/Compression/CompressedReadBufferBase.cpp).
 */
public final class CompressedBlockInputStream extends InputStream {

  static final int CHECKSUM_BYTES = 16;
  static final int HEADER_BYTES = 9;

  /** {@code DBMS_MAX_COMPRESSED_SIZE}. */
  private static final int MAX_BLOCK_BYTES = 0x40000000;

  private final InputStream in;
  private byte[] block = new byte[0];
  private int at;

  public CompressedBlockInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, block.length - at);
    System.arraycopy(block, at, bytes, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (at == block.length) {
      byte[] prefix = in.readNBytes(CHECKSUM_BYTES + HEADER_BYTES);
      if (prefix.length == 0) {
        return false;
      }
      block = unpack(prefix);
      at = 0;
    }
    return true;
  }

  private byte[] unpack(byte[] prefix) throws IOException {
    if (prefix.length < CHECKSUM_BYTES + HEADER_BYTES) {
      throw new EOFException("compressed block: cut short in its header");
    }
    ByteBuffer header = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
    int packedLength = header.getInt(CHECKSUM_BYTES + 1);
    int length = header.getInt(CHECKSUM_BYTES + 5);
    if (packedLength < HEADER_BYTES
        || packedLength > MAX_BLOCK_BYTES
        || length < 0
        || length > MAX_BLOCK_BYTES) {
      throw new IOException(
          "compressed block: sizes " + packedLength + " and " + length + " are out of range");
    }
    byte[] packed = new byte[packedLength];
    System.arraycopy(prefix, CHECKSUM_BYTES, packed, 0, HEADER_BYTES);
    int read = in.readNBytes(packed, HEADER_BYTES, packedLength - HEADER_BYTES);
    if (read < packedLength - HEADER_BYTES) {
      throw new EOFException("compressed block: cut short in its data");
    }
    long[] checksum = BlockChecksum.of(packed, packedLength);
    if (checksum[0] != header.getLong(0) || checksum[1] != header.getLong(8)) {
      throw new IOException("compressed block: the checksum does not match");
    }
    return BlockMethod.of(packed[0]).unpack(packed, HEADER_BYTES, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
