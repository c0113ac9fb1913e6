// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which statements a person may have run who is known by no account of ClickHouse: one question at
 * the tables. It is asked with {@code readonly=1}, which refuses what writes and what reaches files
 * and networks; here is refused what tells of the server and of others who ask it.
 */
public final class QuestionRules {
  /** First words, and the words that must follow; none = any. */
  private static final Map<String, Set<String>> QUESTIONS =
      Map.of(
          "SELECT", Set.of(),
          "WITH", Set.of(),
          "DESCRIBE", Set.of(),
          "DESC", Set.of(),
          "EXPLAIN", Set.of(),
          "SHOW", Set.of("TABLES", "COLUMNS", "CREATE"));

  /** What {@code SHOW CREATE} and {@code EXPLAIN} may not go on with. */
  private static final Map<String, Set<String>> NOT_FOLLOWED_BY =
      Map.of(
          "CREATE", Set.of("USER", "ROLE", "QUOTA", "ROW", "SETTINGS", "NAMED", "PROFILE"),
          "EXPLAIN", Set.of("TABLE"));

  private static final Set<String> REFUSED = Set.of("system", "information_schema");

  private QuestionRules() {}

  /** Why a statement may not be asked; empty = it may. */
  public static Optional<String> refusal(String sql, Map<String, String> parameters) {
    List<Token> tokens =
        Lexer.tokens(sql.getBytes(UTF_8)).stream().filter(token -> !token.isSymbol(';')).toList();
    Optional<Token> first = tokens.stream().filter(token -> !token.isSymbol('(')).findFirst();
    if (first.isEmpty()) {
      return Optional.of("there is no statement");
    }
    if (!isQuestion(tokens, tokens.indexOf(first.get()))) {
      return Optional.of(
          "only SELECT, WITH, SHOW TABLES, SHOW COLUMNS, SHOW CREATE TABLE, DESCRIBE and EXPLAIN"
              + " may be asked");
    }
    return form(sql).or(() -> name(tokens, sql, parameters));
  }

  private static boolean isQuestion(List<Token> tokens, int first) {
    String word = word(tokens, first);
    String second = word(tokens, first + 1);
    Set<String> needed = QUESTIONS.getOrDefault(word, Set.of(""));
    return (needed.isEmpty() || needed.contains(second))
        && !NOT_FOLLOWED_BY.getOrDefault(word, Set.of()).contains(second)
        && !NOT_FOLLOWED_BY.getOrDefault(second, Set.of()).contains(word(tokens, first + 2));
  }

  private static String word(List<Token> tokens, int index) {
    return index < tokens.size() ? tokens.get(index).text().toUpperCase(Locale.ROOT) : "";
  }

  /** The form of the answer is not for the statement to say. */
  private static Optional<String> form(String sql) {
    if (Statement.parse(sql.getBytes(UTF_8), "") instanceof Statement.Other other
        && (other.intoOutfile() || other.format().isPresent())) {
      return Optional.of("FORMAT and INTO OUTFILE may not be in it");
    }
    return Optional.empty();
  }

  private static Optional<String> name(
      List<Token> tokens, String sql, Map<String, String> parameters) {
    return tokens.stream()
        .filter(Token::isName)
        .map(Token::text)
        .filter(QuestionRules::isRefused)
        .findFirst()
        .or(() -> ReaderRules.refusedName(sql, ""))
        .or(() -> ReaderRules.refusedParameter(sql, parameters))
        .or(() -> parameters.values().stream().filter(value -> names(sql, value)).findFirst())
        .map(name -> "the name '" + name + "' may not be in it");
  }

  private static boolean isRefused(String name) {
    return REFUSED.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a value names a database in a placeholder for identifiers. */
  private static boolean names(String sql, String value) {
    return sql.toLowerCase(Locale.ROOT).contains("identifier")
        && Lexer.tokens(value.getBytes(UTF_8)).stream().anyMatch(token -> isRefused(token.text()));
  }
}
