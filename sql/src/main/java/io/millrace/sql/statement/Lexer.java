// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts ClickHouse SQL into tokens, on bytes, so that it can stop where the data of an INSERT
 * begins. It follows the engine's own lexer (src/Parsers/Lexer.cpp, 26.7) in all that decides where
 * a literal or a comment ends: backslash escapes and doubled quotes, {@code $tag$...$tag$},
 * typographic quotes, nested block comments, {@code --}, {@code //} and {@code # }.
 */
public final class Lexer {

  private final byte[] sql;
  private final int end;
  private int at;
  private int depth;

  Lexer(byte[] sql, int length) {
    this.sql = sql;
    this.end = length;
  }

  /** All tokens but the {@link Token.Kind#END}. */
  public static List<Token> tokens(byte[] sql) {
    Lexer lexer = new Lexer(sql, sql.length);
    List<Token> tokens = new ArrayList<>();
    for (Token token = lexer.next(); token.kind() != Token.Kind.END; token = lexer.next()) {
      tokens.add(token);
    }
    return tokens;
  }

  Token next() {
    skipBlanks();
    if (at >= end) {
      return new Token(Token.Kind.END, end, end, "", depth);
    }
    int start = at;
    byte first = sql[at];
    if (isWordStart(first)) {
      skipWhile(c -> isWordStart(c) || isDigit(c) || c == '$');
      return token(Token.Kind.WORD, start, start, at);
    }
    if (isDigit(first)) {
      skipWhile(Lexer::isDigit);
      return token(Token.Kind.NUMBER, start, start, at);
    }
    return first == '\'' || first == '"' || first == '`' ? quoted(first) : special(start);
  }

  private Token special(int start) {
    if (isTypographic(start)) {
      return typographic();
    }
    if (sql[start] == '$') {
      int tagEnd = heredocTagEnd();
      if (tagEnd > 0) {
        return heredoc(tagEnd);
      }
    }
    at++;
    switch (sql[start]) {
      case '(', '[', '{' -> depth++;
      case ')', ']', '}' -> depth--;
      default -> {
        // every other symbol leaves the depth as it is
      }
    }
    return token(Token.Kind.SYMBOL, start, start, at);
  }

  private Token quoted(byte quote) {
    int start = at++;
    while (at < end) {
      byte c = sql[at++];
      if (c == '\\') {
        at++;
      } else if (c == quote) {
        if (at >= end || sql[at] != quote) {
          break;
        }
        at++;
      }
    }
    at = Math.min(at, end);
    Token.Kind kind = quote == '\'' ? Token.Kind.STRING : Token.Kind.QUOTED_IDENTIFIER;
    return token(kind, start, start + 1, Math.max(start + 1, at - 1));
  }

  /** Quotes U+2018 and U+201C, up to their closing partner; nothing is escaped in them. */
  private Token typographic() {
    int start = at;
    byte closing = (byte) (sql[start + 2] + 1);
    at += 3;
    while (at < end && !(startsTypographic(at) && sql[at + 2] == closing)) {
      at++;
    }
    int contentEnd = at;
    at = Math.min(end, at + 3);
    Token.Kind kind = closing == (byte) 0x99 ? Token.Kind.STRING : Token.Kind.QUOTED_IDENTIFIER;
    return token(kind, start, start + 3, contentEnd);
  }

  private boolean startsTypographic(int offset) {
    return offset + 2 < end && sql[offset] == (byte) 0xE2 && sql[offset + 1] == (byte) 0x80;
  }

  private boolean isTypographic(int offset) {
    return startsTypographic(offset)
        && (sql[offset + 2] == (byte) 0x98 || sql[offset + 2] == (byte) 0x9C);
  }

  /** The offset after {@code $tag$}, or 0 where no such opening stands. */
  private int heredocTagEnd() {
    int i = at + 1;
    while (i < end && (isWordStart(sql[i]) || isDigit(sql[i]))) {
      i++;
    }
    return i < end && sql[i] == '$' ? i + 1 : 0;
  }

  private Token heredoc(int tagEnd) {
    int start = at;
    int tagLength = tagEnd - start;
    for (int i = tagEnd; i + tagLength <= end; i++) {
      if (Arrays.equals(sql, start, tagEnd, sql, i, i + tagLength)) {
        at = i + tagLength;
        return token(Token.Kind.STRING, start, tagEnd, i);
      }
    }
    at++;
    return token(Token.Kind.SYMBOL, start, start, at);
  }

  private void skipBlanks() {
    while (at < end) {
      if (isBlank(sql[at])) {
        at++;
      } else if (startsWith("/*")) {
        skipBlockComment();
      } else if (startsWith("--") || startsWith("//") || startsWith("# ") || startsWith("#!")) {
        skipWhile(c -> c != '\n');
      } else {
        return;
      }
    }
  }

  private void skipBlockComment() {
    int open = 0;
    do {
      if (startsWith("/*")) {
        open++;
        at += 2;
      } else if (startsWith("*/")) {
        open--;
        at += 2;
      } else {
        at++;
      }
    } while (open > 0 && at < end);
  }

  private boolean startsWith(String prefix) {
    return at + prefix.length() <= end
        && sql[at] == prefix.charAt(0)
        && sql[at + 1] == prefix.charAt(1);
  }

  private interface ByteTest {
    boolean test(byte c);
  }

  private void skipWhile(ByteTest test) {
    while (at < end && test.test(sql[at])) {
      at++;
    }
  }

  private Token token(Token.Kind kind, int start, int textStart, int textEnd) {
    return new Token(
        kind, start, at, new String(sql, textStart, textEnd - textStart, UTF_8), depth);
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
