// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a filter into words. A text stands between single or double quotes, the quote itself is
 * doubled in it; a name is made of parts between dots, each of letters, digits, {@code _ - /} or
 * whatever stands between back-quotes, or after the first dot between double quotes.
 */
final class Lexer {
  private static final String PLAIN = "[\\p{L}\\p{N}_$@/:-]+";
  private static final Pattern WORD =
      Pattern.compile(
          "(?<string>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"
              + "|(?<number>[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?(?![\\p{L}\\p{N}_]))"
              + "|(?<identifier>(?:"
              + PLAIN
              + "|`[^`]*`)(?:\\.(?:"
              + PLAIN
              + "|`[^`]*`|\"[^\"]*\"))*)"
              + "|(?<symbol>!=|<>|>=|<=|[=<>(),])");

  private Lexer() {}

  static List<Token> tokens(String filter) throws FilterException {
    List<Token> tokens = new ArrayList<>();
    Matcher word = WORD.matcher(filter);
    int at = blanksEnd(filter, 0);
    while (at < filter.length()) {
      if (!word.region(at, filter.length()).lookingAt()) {
        throw new FilterException(
            "Invalid clause(s) in filter string: cannot read '%s' at position %d"
                .formatted(filter.substring(at, Math.min(filter.length(), at + 20)), at));
      }
      tokens.add(token(word, at));
      at = blanksEnd(filter, word.end());
    }
    tokens.add(new Token(Token.Type.END, "", at));
    return tokens;
  }

  private static Token token(Matcher word, int at) {
    String text = word.group();
    if (word.group("string") != null) {
      String quote = text.substring(0, 1);
      return new Token(
          Token.Type.STRING,
          text.substring(1, text.length() - 1).replace(quote + quote, quote),
          at);
    }
    if (word.group("number") != null) {
      return new Token(Token.Type.NUMBER, text, at);
    }
    return word.group("identifier") != null
        ? new Token(Token.Type.IDENTIFIER, text, at)
        : new Token(Token.Type.SYMBOL, text.equals("<>") ? "!=" : text, at);
  }

  private static int blanksEnd(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
