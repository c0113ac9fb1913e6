// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'a\\'b' c | c",
        "'a''b' c | c",
        "'a\\\\' c | c",
        "-- a 'b | ''",
        "c -- a 'b | c",
        "c // a 'b | c",
        "c # a 'b | c",
        "c #! a 'b | c",
        "/* a ' */ c | c",
        "/* a /* b */ c */ d | d",
        "$$ it's $$ c | c",
        "$x$ it's $$ $y$ $x$ c | c",
        "‘it's’ c | c",
      })
  void word_isWhatStandsOutsideOfLiteralsAndComments(String sql, String word) {
    assertThat(words(sql)).isEqualTo("''".equals(word) ? List.of() : List.of(word));
  }

  @Test
  void quotedIdentifier_isATokenOfItsOwn() {
    assertThat(Lexer.tokens("`a``b` \"c\" “d”".getBytes(UTF_8)))
        .extracting(Token::kind)
        .containsOnly(Token.Kind.QUOTED_IDENTIFIER)
        .hasSize(3);
  }

  @Test
  void depth_countsOpenBrackets() {
    assertThat(Lexer.tokens("a (b [c]) d".getBytes(UTF_8)))
        .filteredOn(t -> t.kind() == Token.Kind.WORD)
        .extracting(Token::depth)
        .containsExactly(0, 1, 2, 0);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '|',
      value = {"'open", "`open\\", "/* open", "$a$ open", "“open", "a\\"})
  void unfinishedText_endsTheTokens(String sql) {
    assertThat(Lexer.tokens(sql.getBytes(UTF_8))).hasSizeLessThan(10);
  }

  private static List<String> words(String sql) {
    return Lexer.tokens(sql.getBytes(UTF_8)).stream()
        .filter(t -> t.kind() == Token.Kind.WORD)
        .map(Token::text)
        .toList();
  }
}
