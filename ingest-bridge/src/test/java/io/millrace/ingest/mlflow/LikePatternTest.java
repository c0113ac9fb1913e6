// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "%, '', true",
    "_, '', false",
    "abc, abc, true",
    "abc, abcd, false",
    "abc, Abc, false",
    "a%, abc, true",
    "%c, abc, true",
    "%b%, abc, true",
    "a_c, abc, true",
    "a_c, ac, false",
    "a%b%c, aXbXbYc, true",
    "a%b%c, aXbXbY, false",
    "%aab, aaaab, true",
    "a.c, abc, false",
    "_, \uD83D\uDE00, true",
  })
  void pattern_matchesTheWholeText(String pattern, String text, boolean matches) {
    assertThat(LikePattern.exactly(pattern).test(text)).isEqualTo(matches);
  }

  @Test
  void caseIsIgnored_inEveryAlphabet() {
    assertThat(LikePattern.ignoringCase("%ÄRGER_nach%").test("der ärger Nacht")).isTrue();
  }

  /** A regular expression of this pattern would not end in a lifetime. */
  @Test
  void manyPercents_doNotMultiply() {
    String pattern = "%a".repeat(60) + "b";
    assertThat(LikePattern.exactly(pattern).test("a".repeat(5_000))).isFalse();
  }
}
