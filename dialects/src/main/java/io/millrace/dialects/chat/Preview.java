// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.chat;

/** The beginning of a text, for lists. */
public final class Preview {
  /** Code points. */
  public static final int MAX_LENGTH = 1000;

  private Preview() {}

  /** The first 1000 code points of the text; never half a character. */
  public static String of(String text) {
    if (text.length() <= MAX_LENGTH || text.codePointCount(0, text.length()) <= MAX_LENGTH) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH));
  }
}
