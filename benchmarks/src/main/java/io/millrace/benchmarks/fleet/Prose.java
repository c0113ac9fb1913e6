// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Text of so many characters that compresses about as prose does: words of a vocabulary, short ones
 * more often. ASCII without what JSON escapes.
 */
final class Prose {
  private static final int VOCABULARY = 4_096;
  private static final byte[][] WORDS = words();

  private final SplittableRandom random;

  Prose(SplittableRandom random) {
    this.random = random;
  }

  String text(int chars) {
    byte[] text = new byte[Math.max(0, chars)];
    int at = 0;
    while (at < text.length) {
      // the smaller of two: the first words of the list are frequent
      byte[] word = WORDS[random.nextInt(1 + random.nextInt(VOCABULARY))];
      int length = Math.min(word.length, text.length - at);
      System.arraycopy(word, 0, text, at, length);
      at += length;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static byte[][] words() {
    SplittableRandom random = new SplittableRandom(1);
    byte[][] words = new byte[VOCABULARY][];
    for (int i = 0; i < words.length; i++) {
      words[i] = word(random, 1 + Integer.numberOfTrailingZeros(Integer.highestOneBit(i + 1)) / 4);
    }
    return words;
  }

  private static byte[] word(SplittableRandom random, int syllables) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      word.append("bcdfglmnprstvw".charAt(random.nextInt(14)));
      word.append("aeiou".charAt(random.nextInt(5)));
      if (random.nextInt(3) == 0) {
        word.append("lnrst".charAt(random.nextInt(5)));
      }
    }
    return word.append(' ').toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
