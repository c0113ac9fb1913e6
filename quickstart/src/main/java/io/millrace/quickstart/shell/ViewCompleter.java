// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.sql.statement.Lexer;
import io.millrace.sql.statement.Token;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes views, the columns of those that a statement names, or of all, and keywords. */
final class ViewCompleter implements Completer {
  private static final List<String> KEYWORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "ORDER BY",
          "HAVING",
          "LIMIT",
          "WITH",
          "JOIN",
          "ARRAY JOIN",
          "UNION ALL",
          "DISTINCT",
          "DESC",
          "DESCRIBE",
          "SHOW TABLES",
          "EXPLAIN");

  private static final List<String> COMMANDS = List.of("\\d", "\\?", "\\q");

  /** Columns by view. */
  private final Map<String, List<String>> views;

  ViewCompleter(Map<String, List<String>> views) {
    this.views = Map.copyOf(views);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.word().startsWith("\\")) {
      COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
      return;
    }
    add(candidates, views.keySet().stream().sorted(), "views");
    if (!StatementParser.isCommand(line.line())) {
      add(candidates, columns(line.line()).sorted(), "columns");
      add(candidates, KEYWORDS.stream(), "keywords");
    }
  }

  private Stream<String> columns(String statement) {
    Set<String> named =
        Lexer.tokens(statement.getBytes(UTF_8)).stream()
            .map(Token::text)
            .filter(views::containsKey)
            .collect(Collectors.toSet());
    return (named.isEmpty() ? views.keySet() : named)
        .stream().flatMap(view -> views.get(view).stream()).distinct();
  }

  private static void add(List<Candidate> candidates, Stream<String> words, String group) {
    words.forEach(word -> candidates.add(new Candidate(word, word, group, null, null, null, true)));
  }
}
