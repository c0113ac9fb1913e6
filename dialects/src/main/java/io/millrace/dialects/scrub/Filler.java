// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text of the same shape and length that says nothing: letters become letters, digits digits,
 * everything else stays. It depends on the place of a character and its class alone, so that filler
 * of filler is the same filler.
 */
final class Filler {
  private static final String LETTERS =
      "loremipsumdolorsitametconsecteturadipiscingelitseddoeiusmod";
  private static final String DIGITS = "3141592653";
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}");
  private static final String NO_DOMAIN = "@example.invalid";
  private static final int FIRST_2_BYTES = 0x80;
  private static final int FIRST_3_BYTES = 0x800;
  private static final int FIRST_4_BYTES = 0x10000;

  private Filler() {}

  /** Filler in the shape of the text. */
  static String of(String text) {
    StringBuilder filler = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      filler.appendCodePoint(of(text.codePointAt(i), i));
    }
    return filler.toString();
  }

  private static int of(int c, int place) {
    char letter = LETTERS.charAt(place % LETTERS.length());
    if (c >= 'a' && c <= 'z') {
      return letter;
    }
    if (c >= 'A' && c <= 'Z') {
      return Character.toUpperCase(letter);
    }
    if (c >= '0' && c <= '9') {
      return DIGITS.charAt(place % DIGITS.length());
    }
    return Character.isLetterOrDigit(c) ? foreignLetter(c) : c;
  }

  /** A letter that takes as many bytes in UTF-8. */
  private static int foreignLetter(int c) {
    if (c < FIRST_2_BYTES) {
      return c;
    }
    if (c < FIRST_3_BYTES) {
      return 'ä';
    }
    return c < FIRST_4_BYTES ? '字' : 0x20000;
  }

  /** An id that may be kept; an e-mail address becomes another one, different for each. */
  static String id(String text) {
    if (!EMAIL.matcher(text).matches() || text.endsWith(NO_DOMAIN)) {
      return text;
    }
    byte[] bytes = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return "user-" + HexFormat.of().formatHex(sha256(bytes), 0, 6) + NO_DOMAIN;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
