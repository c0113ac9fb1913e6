// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.recall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the values of a result in RowBinary one after the other. */
final class RowBinaryCursor {
  private static final int CONTINUES = 0x80;
  private static final int PAYLOAD = 0x7F;
  private static final int VALUE_BITS = 7;

  private final ByteBuffer bytes;

  RowBinaryCursor(byte[] result) {
    this.bytes = ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean hasNext() {
    return bytes.hasRemaining();
  }

  long int64() {
    return bytes.getLong();
  }

  String string() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    byte[] value = new byte[length()];
    bytes.get(value);
    return value;
  }

  private int length() {
    int length = 0;
    int shift = 0;
    int part;
    do {
      part = bytes.get();
      length |= (part & PAYLOAD) << shift;
      shift += VALUE_BITS;
    } while ((part & CONTINUES) != 0);
    return length;
  }
}
