// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

/**
 * One token of a statement.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 * @param text the word as written, an identifier without its quotes, else one character
 * @param depth how many brackets are open around it
 */
public record Token(Kind kind, int start, int end, String text, int depth) {

  /** What it is. */
  public enum Kind {
    /** A bare word: a keyword or an identifier. */
    WORD,
    /** An identifier in back quotes or double quotes. */
    QUOTED_IDENTIFIER,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  /** Whether it is that keyword, in any case. */
  public boolean isWord(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /** Whether it is that symbol. */
  public boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** Whether it may be an identifier. */
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_IDENTIFIER;
  }
}
