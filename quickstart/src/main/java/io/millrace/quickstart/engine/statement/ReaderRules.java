// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a reader may not name. {@code readonly=1} of the engine refuses writes and the table
 * functions that reach files and networks; what it lets through and must not, is refused here: the
 * scalar function {@code file}, which reads any file of the process, also where its name is only
 * handed on ({@code arrayMap(file, ...)}, {@code APPLY(file)}); {@code eval}, which runs SQL out of
 * a string; {@code system.stack_trace}, which signals every thread of the process.
 */
public final class ReaderRules {

  private static final Set<String> REFUSED = Set.of("file", "eval", "stack_trace");

  private ReaderRules() {}

  /**
   * The refused name in a statement, if there is one. Only identifiers count, wherever they stand;
   * the word in a string or a comment is free. An identifier with a backslash is taken for a
   * disguise.
   */
  public static Optional<String> refusedName(String sql) {
    return Lexer.tokens(sql.getBytes(UTF_8)).stream()
        .filter(t -> t.kind() == Token.Kind.WORD || t.kind() == Token.Kind.QUOTED_IDENTIFIER)
        .map(Token::text)
        .filter(name -> REFUSED.contains(name.toLowerCase(Locale.ROOT)) || name.contains("\\"))
        .findFirst();
  }

  /**
   * The refused name among the values of {@code {name:Identifier}} placeholders: any parameter
   * could be one.
   */
  public static Optional<String> refusedParameter(String sql, Map<String, String> parameters) {
    return sql.toLowerCase(Locale.ROOT).contains("identifier")
        ? parameters.values().stream()
            .map(ReaderRules::refusedName)
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }
}
