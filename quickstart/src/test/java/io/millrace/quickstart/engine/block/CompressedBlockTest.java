// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedBlockTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 1 << 20, (1 << 20) + 1, 3_500_000})
  void writtenBytes_areReadBack(int length) throws IOException {
    byte[] data = bytes(length);

    assertThat(unpack(pack(data))).isEqualTo(data);
  }

  @Test
  void uncompressedBlock_isRead() throws IOException {
    byte[] data = bytes(100);

    assertThat(unpack(block((byte) 0x02, data, data.length))).isEqualTo(data);
  }

  @Test
  void zstdBlock_isRead() throws IOException {
    byte[] data = bytes(100_000);

    assertThat(unpack(block((byte) 0x90, Zstd.compress(data), data.length))).isEqualTo(data);
  }

  @Test
  void changedByte_isRefused() throws IOException {
    byte[] packed = pack(bytes(1000));
    packed[packed.length / 2] ^= 1;

    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void unknownMethod_isRefused() {
    byte[] block = block((byte) 0x91, new byte[4], 4);

    assertThatThrownBy(() -> unpack(block))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0x91");
  }

  @Test
  void sizeOutOfRange_isRefusedBeforeMemoryIsTaken() {
    byte[] block = block((byte) 0x02, new byte[4], 4);
    ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(17, Integer.MAX_VALUE);

    assertThatThrownBy(() -> unpack(block)).hasMessageContaining("out of range");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 24, 30})
  void cutShort_isNotTheEnd(int length) throws IOException {
    byte[] packed = Arrays.copyOf(pack(bytes(1000)), length);

    assertThatThrownBy(() -> unpack(packed)).isInstanceOf(EOFException.class);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    // Compressible, but not trivially.
    Random random = new Random(42);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(7);
    }
    return bytes;
  }

  private static byte[] block(byte method, byte[] packed, int length) {
    byte[] body =
        ByteBuffer.allocate(CompressedBlockInputStream.HEADER_BYTES + packed.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(method)
            .putInt(CompressedBlockInputStream.HEADER_BYTES + packed.length)
            .putInt(length)
            .put(packed)
            .array();
    long[] checksum = BlockChecksum.of(body, body.length);
    return ByteBuffer.allocate(CompressedBlockInputStream.CHECKSUM_BYTES + body.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(checksum[0])
        .putLong(checksum[1])
        .put(body)
        .array();
  }

  private static byte[] pack(byte[] data) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new CompressedBlockOutputStream(packed)) {
      out.write(data);
    }
    return packed.toByteArray();
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    return new CompressedBlockInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }
}
