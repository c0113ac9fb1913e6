// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import java.util.Arrays;
import java.util.Random;

/** Bytes flipped, cut, doubled and made up; the same for the same seed. */
public final class Mutations {
  private static final int MOST = 5;
  private static final int MOST_DOUBLED_BYTES = 64;

  private final Random random;

  public Mutations(long seed) {
    random = new Random(seed);
  }

  /** A copy with none to five of them. */
  public byte[] of(byte[] body) {
    byte[] bytes = body.clone();
    for (int left = random.nextInt(MOST + 1); left > 0 && bytes.length > 0; left--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          int doubled = Math.min(bytes.length - at, random.nextInt(MOST_DOUBLED_BYTES));
          System.arraycopy(bytes, 0, bytes, at, doubled);
        }
      }
    }
    return bytes;
  }
}
