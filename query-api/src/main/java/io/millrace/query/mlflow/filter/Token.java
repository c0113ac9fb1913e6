// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

/**
 * A word of a filter.
 *
 * @param text a string's without its quotes, everything else's as it is written
 * @param position where it begins, from 0
 */
record Token(Type type, String text, int position) {
  enum Type {
    /** A name, parts of it perhaps between back-quotes or double quotes. */
    IDENTIFIER,
    /** A text between quotes. */
    STRING,
    NUMBER,
    /** One of {@code = != > >= < <= , ( )}. */
    SYMBOL,
    END
  }

  boolean isSymbol(String symbol) {
    return type == Type.SYMBOL && text.equals(symbol);
  }

  /** Whether it is this word, in any case. */
  boolean isWord(String word) {
    return type == Type.IDENTIFIER && text.equalsIgnoreCase(word);
  }

  /** To be read after "found". */
  String shown() {
    return type == Type.END
        ? "the end"
        : "'%s' at position %d"
            .formatted(text.length() > 100 ? text.substring(0, 100) : text, position);
  }
}
