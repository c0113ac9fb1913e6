// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of a span's bytes, the same on every machine and for ever: it orders versions of a
 * span. Eight bytes a step, then the finalizer of MurmurHash3 (public domain), so that the upper
 * bits depend on all bytes.
 */
public final class ContentHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private ContentHash() {}

  public static long of(byte[] bytes) {
    long hash = bytes.length * PRIME;
    int i = 0;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      hash = step(hash, (long) LONGS.get(bytes, i));
    }
    long tail = 0;
    for (int shift = 0; i < bytes.length; i++, shift += Byte.SIZE) {
      tail |= (bytes[i] & 0xFFL) << shift;
    }
    return mix(step(hash, tail));
  }

  private static long step(long hash, long word) {
    return Long.rotateLeft(hash ^ mix(word * PRIME), 27) * PRIME;
  }

  private static long mix(long value) {
    long h = value;
    h = (h ^ h >>> 33) * 0xFF51AFD7ED558CCDL;
    h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
    return h ^ h >>> 33;
  }
}
