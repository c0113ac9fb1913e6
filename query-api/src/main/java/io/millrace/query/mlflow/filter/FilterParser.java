// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

import io.millrace.sql.mlflow.Comparison;
import io.millrace.sql.mlflow.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a filter of MLflow's {@code traces/search}:
 *
 * <pre>
 * filter  := [ clause { AND clause } ]
 * clause  := name operator value | name [NOT] IN ( string { , string } ) | name IS [NOT] NULL
 * operator := = | != | &gt; | &gt;= | &lt; | &lt;= | LIKE | ILIKE | RLIKE
 * value   := string | number
 * </pre>
 */
public final class FilterParser {
  /** Longer filters, and ones of more clauses, MLflow's own pages and clients never write. */
  private static final int MOST_CHARACTERS = 20_000;

  private static final int MOST_VALUES = 1000;

  private final List<Token> tokens;
  private final List<Comparison> clauses = new ArrayList<>();
  private int next;
  private int values;

  private FilterParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * The clauses of a filter; none where it is empty.
   *
   * @throws FilterException naming what is wrong and where
   */
  public static List<Comparison> parse(String filter) throws FilterException {
    if (filter.length() > MOST_CHARACTERS) {
      throw new FilterException(
          "The filter string must have at most %d characters".formatted(MOST_CHARACTERS));
    }
    FilterParser parser = new FilterParser(Lexer.tokens(filter));
    if (parser.peek().type() != Token.Type.END) {
      parser.filter();
    }
    return List.copyOf(parser.clauses);
  }

  private void filter() throws FilterException {
    clause();
    while (peek().type() != Token.Type.END) {
      Token and = take();
      if (!and.isWord("AND")) {
        throw new FilterException(
            "Invalid clause(s) in filter string: expected AND, found " + and.shown());
      }
      clause();
    }
  }

  private void clause() throws FilterException {
    Token name = take();
    if (name.type() != Token.Type.IDENTIFIER) {
      throw new FilterException(
          "Invalid clause(s) in filter string: expected a name such as tags.team, found "
              + name.shown());
    }
    Subject subject = Subject.ofFilter(Name.of(name.text()));
    Token at = peek();
    Operator operator = operator();
    if (!subject.operators().contains(operator)) {
      throw new FilterException(
          "Invalid comparator %s of '%s' (%s): not one of %s"
              .formatted(
                  operator.word(),
                  name.text(),
                  at.shown(),
                  subject.operators().stream().map(Operator::word).toList()));
    }
    clauses.add(
        new Comparison(subject.operand(), subject.key(), operator, values(subject, operator)));
  }

  private Operator operator() throws FilterException {
    Token first = take();
    if (first.isWord("IS")) {
      boolean not = takeIf("NOT");
      expectWord("NULL");
      return not ? Operator.IS_NOT_NULL : Operator.IS_NULL;
    }
    if (first.isWord("NOT")) {
      expectWord("IN");
      return Operator.NOT_IN;
    }
    return Arrays.stream(Operator.values())
        .filter(operator -> first.isSymbol(operator.word()) || first.isWord(operator.word()))
        .findFirst()
        .orElseThrow(
            () ->
                new FilterException(
                    "Invalid clause(s) in filter string: expected a comparator, found "
                        + first.shown()));
  }

  private List<Object> values(Subject subject, Operator operator) throws FilterException {
    if (operator.isUnary()) {
      return List.of();
    }
    if (operator == Operator.IN || operator == Operator.NOT_IN) {
      return list();
    }
    boolean number = subject.takesNumber() || Subject.comparesSizes(operator);
    Object value = number ? number() : string();
    if (operator == Operator.RLIKE) {
      requireExpression(value.toString());
    }
    return List.of(value);
  }

  private List<Object> list() throws FilterException {
    expectSymbol("(");
    List<Object> texts = new ArrayList<>();
    do {
      texts.add(string());
    } while (takeSymbolIf(","));
    expectSymbol(")");
    return texts;
  }

  private String string() throws FilterException {
    Token token = take();
    if (token.type() != Token.Type.STRING) {
      throw new FilterException(
          "Expected a quoted string value (e.g. 'my-value'), found " + token.shown());
    }
    count();
    return token.text();
  }

  private Object number() throws FilterException {
    Token token = take();
    if (token.type() != Token.Type.NUMBER) {
      throw new FilterException("Expected a numeric value, found " + token.shown());
    }
    count();
    try {
      return token.text().matches("[+-]?\\d+")
          ? (Object) Long.valueOf(token.text())
          : Double.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw new FilterException("Expected a number of 64 bits, found " + token.shown());
    }
  }

  private void count() throws FilterException {
    if (++values > MOST_VALUES) {
      throw new FilterException(
          "The filter string must have at most %d values".formatted(MOST_VALUES));
    }
  }

  private static void requireExpression(String expression) throws FilterException {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new FilterException(
          "Invalid regular expression '%s': %s".formatted(expression, e.getDescription()));
    }
  }

  private void expectWord(String word) throws FilterException {
    Token token = take();
    if (!token.isWord(word)) {
      throw new FilterException("Expected %s, found %s".formatted(word, token.shown()));
    }
  }

  private void expectSymbol(String symbol) throws FilterException {
    Token token = take();
    if (!token.isSymbol(symbol)) {
      throw new FilterException("Expected '%s', found %s".formatted(symbol, token.shown()));
    }
  }

  private boolean takeIf(String word) {
    boolean is = peek().isWord(word);
    next += is ? 1 : 0;
    return is;
  }

  private boolean takeSymbolIf(String symbol) {
    boolean is = peek().isSymbol(symbol);
    next += is ? 1 : 0;
    return is;
  }

  private Token peek() {
    return tokens.get(next);
  }

  /** The next word; the end again and again. */
  private Token take() {
    Token token = tokens.get(next);
    if (token.type() != Token.Type.END) {
      next++;
    }
    return token;
  }
}
