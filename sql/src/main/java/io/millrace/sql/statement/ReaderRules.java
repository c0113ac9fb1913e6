// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a reader may not name. {@code readonly=1} of the engine refuses writes and the table
 * functions that reach files and networks; what it lets through and must not, is refused here: the
 * scalar function {@code file}, which reads any file of the process, also where its name is only
 * handed on ({@code arrayMap(file, ...)}, {@code APPLY(file)}); {@code eval}, which runs SQL out of
 * a string; {@code system.stack_trace}, which signals every thread of the process; {@code
 * system.models} and {@code catboostEvaluate}, for which an engine starts a helper process that the
 * embedded one does not have and waits minutes for, and the table functions that name tables by
 * strings, among them that one.
 */
public final class ReaderRules {
  private static final Set<String> REFUSED =
      Set.of("file", "eval", "stack_trace", "catboostevaluate");

  /** Columns may be named so; tables of the database {@code system} may not be asked for. */
  private static final Set<String> REFUSED_OF_SYSTEM = Set.of("models");

  /** Columns may be named so; as functions they are refused. */
  private static final Set<String> REFUSED_FUNCTIONS = Set.of("merge", "loop");

  private static final String SYSTEM = "system";

  private ReaderRules() {}

  /**
   * The refused name in a statement, if there is one. Only identifiers count, wherever they stand;
   * the word in a string or a comment is free. An identifier with a backslash is taken for a
   * disguise.
   *
   * @param database in which names without one are looked up
   */
  public static Optional<String> refusedName(String sql, String database) {
    List<Token> tokens = Lexer.tokens(sql.getBytes(UTF_8));
    boolean inSystem = database.equals(SYSTEM);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).isName() && isRefused(tokens, i, inSystem)) {
        return Optional.of(tokens.get(i).text());
      }
    }
    return Optional.empty();
  }

  private static boolean isRefused(List<Token> tokens, int index, boolean inSystem) {
    String name = tokens.get(index).text().toLowerCase(Locale.ROOT);
    return REFUSED.contains(name)
        || name.contains("\\")
        || (REFUSED_OF_SYSTEM.contains(name) && (inSystem || isOfSystem(tokens, index)))
        || (REFUSED_FUNCTIONS.contains(name) && isFollowedBy(tokens, index, '('));
  }

  private static boolean isOfSystem(List<Token> tokens, int index) {
    return index > 1
        && tokens.get(index - 1).isSymbol('.')
        && tokens.get(index - 2).isName()
        && tokens.get(index - 2).text().equalsIgnoreCase(SYSTEM);
  }

  private static boolean isFollowedBy(List<Token> tokens, int index, char symbol) {
    return index + 1 < tokens.size() && tokens.get(index + 1).isSymbol(symbol);
  }

  /**
   * The refused name among the values of {@code {name:Identifier}} placeholders: any parameter
   * could be one, and a part of a longer name.
   */
  public static Optional<String> refusedParameter(String sql, Map<String, String> parameters) {
    return sql.toLowerCase(Locale.ROOT).contains("identifier")
        ? parameters.values().stream()
            .map(value -> refusedName(value, SYSTEM))
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }
}
