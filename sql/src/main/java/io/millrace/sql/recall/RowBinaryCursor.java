// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.recall;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the values of a result in RowBinary one after the other, while it comes in. A result that
 * broke off, or that goes on as something else, is an {@link IOException}.
 */
final class RowBinaryCursor {
  private static final int CONTINUES = 0x80;
  private static final int PAYLOAD = 0x7F;
  private static final int VALUE_BITS = 7;

  /** Above any value of a row; below it, five bytes tell a length. */
  private static final int MAX_VALUE_BYTES = 1 << 30;

  private final InputStream in;

  RowBinaryCursor(InputStream result) {
    this.in = new BufferedInputStream(result);
  }

  boolean hasNext() throws IOException {
    in.mark(1);
    boolean more = in.read() >= 0;
    in.reset();
    return more;
  }

  long int64() throws IOException {
    return ByteBuffer.wrap(exactly(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  String string() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() throws IOException {
    return exactly(length());
  }

  private byte[] exactly(int length) throws IOException {
    byte[] value = in.readNBytes(length);
    if (value.length < length) {
      throw new EOFException("the result ends within a value");
    }
    return value;
  }

  private int length() throws IOException {
    long length = 0;
    int shift = 0;
    int part;
    do {
      part = in.read();
      if (part < 0) {
        throw new EOFException("the result ends within a length");
      }
      length |= (long) (part & PAYLOAD) << shift;
      shift += VALUE_BITS;
    } while ((part & CONTINUES) != 0 && shift < Integer.SIZE);
    if (length > MAX_VALUE_BYTES) {
      throw new IOException("the result has a value of " + length + " bytes: it is no RowBinary");
    }
    return (int) length;
  }
}
