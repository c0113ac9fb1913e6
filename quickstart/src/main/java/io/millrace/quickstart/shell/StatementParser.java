// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.sql.statement.Lexer;
import io.millrace.sql.statement.Token;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** A statement goes on over lines until its semicolon; a command, which starts with \, does not. */
final class StatementParser implements Parser {
  private static final String COMMAND = "\\";

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
      throw new EOFError(-1, -1, "a statement ends with ;", ";");
    }
    return new Line(line, cursor, wordBefore(line, cursor));
  }

  static boolean isCommand(String line) {
    return line.strip().startsWith(COMMAND);
  }

  private static boolean isWhole(String line) {
    if (line.isBlank() || isCommand(line)) {
      return true;
    }
    List<Token> tokens = Lexer.tokens(line.getBytes(UTF_8));
    return tokens.isEmpty() || tokens.get(tokens.size() - 1).isSymbol(';');
  }

  private static String wordBefore(String line, int cursor) {
    int start = cursor;
    while (start > 0 && isOfWord(line.charAt(start - 1))) {
      start--;
    }
    return line.substring(start, cursor);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '\\';
  }

  /**
   * A line while it is written.
   *
   * @param word what is to be completed: the identifier that ends at the cursor
   */
  record Line(String line, int cursor, String word) implements ParsedLine {
    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }
  }
}
