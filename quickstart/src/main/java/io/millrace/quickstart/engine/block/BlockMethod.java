// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.block;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** How the data of a compressed block is packed (src/Compression/CompressionInfo.h). */
enum BlockMethod {
  NONE(0x02) {
    @Override
    byte[] unpack(byte[] packed, int offset, int length) throws IOException {
      checkLength(packed.length - offset, length);
      return Arrays.copyOfRange(packed, offset, offset + length);
    }
  },
  LZ4(0x82) {
    @Override
    byte[] unpack(byte[] packed, int offset, int length) throws IOException {
      byte[] data = new byte[length];
      try {
        int unpacked =
            LZ4_FACTORY
                .safeDecompressor()
                .decompress(packed, offset, packed.length - offset, data, 0, length);
        checkLength(unpacked, length);
      } catch (LZ4Exception e) {
        throw new IOException("compressed block: not LZ4", e);
      }
      return data;
    }
  },
  ZSTD(0x90) {
    @Override
    byte[] unpack(byte[] packed, int offset, int length) throws IOException {
      byte[] data = new byte[length];
      try {
        long unpacked =
            Zstd.decompressByteArray(data, 0, length, packed, offset, packed.length - offset);
        checkLength(unpacked, length);
      } catch (ZstdException e) {
        throw new IOException("compressed block: not ZSTD", e);
      }
      return data;
    }
  };

  static final LZ4Factory LZ4_FACTORY = LZ4Factory.fastestInstance();

  private final byte code;

  BlockMethod(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static BlockMethod of(byte code) throws IOException {
    for (BlockMethod method : values()) {
      if (method.code == code) {
        return method;
      }
    }
    throw new IOException(
        String.format("compressed block: method 0x%02x is none of 0x02, 0x82, 0x90", code));
  }

  /**
   * The data from an offset on, unpacked.
   *
   * @param length what it must unpack to, in bytes
   */
  abstract byte[] unpack(byte[] packed, int offset, int length) throws IOException;

  private static void checkLength(long unpacked, int length) throws IOException {
    if (unpacked != length) {
      throw new IOException(
          "compressed block: " + unpacked + " bytes where its header says " + length);
    }
  }
}
