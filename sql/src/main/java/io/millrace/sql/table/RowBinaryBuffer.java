// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of ClickHouse's RowBinary: little-endian fixed widths, and strings led by their
 * length as a LEB128 varint (ClickHouse 26.7, "Formats: RowBinary"). Not thread-safe.
 */
public final class RowBinaryBuffer {
  private static final int INITIAL_BYTES = 1024;
  private static final int MAX_KEPT_BYTES = 256 << 10;

  /** Up to so many bytes a string's length takes one, and its chars are copied one by one. */
  private static final int MAX_SHORT = 0x7F;

  private static final char MAX_ASCII = 0x7F;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int size;

  /** Bytes written since the last {@link #clear}. */
  public int size() {
    return size;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets what was written and keeps the memory, unless a rare large row has made it large. */
  public void clear() {
    size = 0;
    if (bytes.length > MAX_KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void writeInt16(int value) {
    reserve(Short.BYTES);
    bytes[size++] = (byte) value;
    bytes[size++] = (byte) (value >>> Byte.SIZE);
  }

  void writeInt32(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  void writeInt64(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** Writes 128 bits, the sign extended. */
  void writeInt128(long value) {
    writeInt64(value);
    writeInt64(value >> (Long.SIZE - 1));
  }

  /** Writes an unsigned LEB128. */
  void writeVarUInt(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    writeByte(rest);
  }

  /** Writes valid UTF-8 whatever the string holds: a lone surrogate becomes '?'; null is ''. */
  void writeString(String value) {
    if (value == null) {
      writeByte(0);
    } else if (value.length() > MAX_SHORT || !writeAscii(value)) {
      writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes a short string without an array of its own, as most are; false = it is not ASCII. */
  private boolean writeAscii(String value) {
    int length = value.length();
    reserve(1 + length);
    int at = size;
    bytes[at++] = (byte) length;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c > MAX_ASCII) {
        return false;
      }
      bytes[at++] = (byte) c;
    }
    size = at;
    return true;
  }

  /** Writes a String column's bytes as they are; null is ''. */
  void writeBytes(byte[] value) {
    if (value == null) {
      writeByte(0);
      return;
    }
    writeVarUInt(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void reserve(int count) {
    if (count > bytes.length - size) {
      int needed = Math.addExact(size, count);
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - Long.BYTES);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
