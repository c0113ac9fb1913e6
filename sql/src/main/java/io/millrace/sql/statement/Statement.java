// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** As much of a statement as the HTTP interface must know before it hands it to the engine. */
public sealed interface Statement {

  /**
   * An INSERT that carries data.
   *
   * @param head the statement without FORMAT and without data
   * @param format of the data, as written
   * @param dataOffset where in the text that was read the data begins; it may be its end
   */
  record Insert(String head, String format, int dataOffset) implements Statement {}

  /**
   * Any other statement.
   *
   * @param keyword its first word, in upper case; empty when there is none
   * @param format what its FORMAT clause names, if it has one
   * @param intoOutfile it would write a file beside the engine
   * @param totals its result has rows of totals behind the others
   */
  record Other(String keyword, Optional<String> format, boolean intoOutfile, boolean totals)
      implements Statement {}

  /** Words behind which an INSERT takes its rows from a query instead of from data. */
  List<String> QUERY_WORDS = List.of("SELECT", "WITH", "WATCH", "FROM");

  /**
   * Reads a statement.
   *
   * @param text the statement, or as much of it as is known; behind the head of an INSERT any bytes
   * @param defaultFormat of the data where an INSERT names none
   */
  static Statement parse(byte[] text, String defaultFormat) {
    Lexer lexer = new Lexer(text, text.length);
    Token first = lexer.next();
    while (first.isSymbol('(')) {
      first = lexer.next();
    }
    return first.isWord("INSERT") ? insert(text, lexer, defaultFormat) : other(text, first);
  }

  private static Statement insert(byte[] text, Lexer lexer, String defaultFormat) {
    boolean fromQuery = false;
    for (Token t = lexer.next(); t.kind() != Token.Kind.END; t = lexer.next()) {
      if (t.depth() > 0) {
        continue;
      }
      if (t.isWord("VALUES") && !fromQuery) {
        return new Insert(head(text, t.start()), "Values", t.end());
      }
      if (t.isWord("FORMAT")) {
        Token format = lexer.next();
        return new Insert(head(text, t.start()), format.text(), dataStart(text, format.end()));
      }
      fromQuery |= t.kind() == Token.Kind.WORD && QUERY_WORDS.contains(upper(t.text()));
    }
    return fromQuery
        ? new Other("INSERT", Optional.empty(), false, false)
        : new Insert(head(text, text.length), defaultFormat, text.length);
  }

  private static String head(byte[] text, int end) {
    String head = new String(text, 0, end, UTF_8).strip();
    return head.endsWith(";") ? head.substring(0, head.length() - 1) : head;
  }

  /**
   * Blanks up to and with one line end stand between the format's name and the data
   * (ParserInsertQuery.cpp); more would be data.
   */
  private static int dataStart(byte[] text, int formatEnd) {
    int at = formatEnd;
    while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\f')) {
      at++;
    }
    if (at < text.length && text[at] == '\r') {
      at++;
    }
    return at < text.length && text[at] == '\n' ? at + 1 : at;
  }

  private static Statement other(byte[] text, Token first) {
    List<Token> tokens = Lexer.tokens(text);
    Optional<String> format = Optional.empty();
    boolean intoOutfile = false;
    boolean totals = false;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token following = tokens.get(i + 1);
      intoOutfile |= token.isWord("INTO") && following.isWord("OUTFILE");
      totals |= token.isWord("WITH") && following.isWord("TOTALS");
      if (token.isWord("FORMAT") && endsStatement(tokens, i + 2) && following.isName()) {
        format = Optional.of(following.text());
      }
    }
    return new Other(upper(first.text()), format, intoOutfile, totals);
  }

  private static boolean endsStatement(List<Token> tokens, int index) {
    return index >= tokens.size()
        || tokens.get(index).isSymbol(';')
        || tokens.get(index).isWord("SETTINGS");
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
