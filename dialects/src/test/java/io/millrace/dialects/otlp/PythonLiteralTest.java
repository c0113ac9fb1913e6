// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': 1, 'b': {'c': None, 'd': [True, False]}} | {\"a\":1,\"b\":{\"c\":null,\"d\":[true,false]}}",
        "[1.5, -2, 1e3,] | [1.5,-2,1E+3]",
        "('x', \"it's\") | [\"x\",\"it's\"]",
        "'a\\n\\'b\\x41\\u00e9' | \"a\\n'bAé\"",
        "{} | {}",
        "{1: 2} | {\"1\":2}"
      })
  void literal_isReadAsJson(String python, String json) {
    assertThat(PythonLiteral.parse(python).toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Usage(prompt_tokens=1)",
        "{'a': Usage(b=1)}",
        "{'a' 1}",
        "{'a': 1",
        "[1 2]",
        "'open",
        "'\\",
        "'\\uZZZZ'",
        "'\\U7fffffff'",
        "1 2",
        "nan",
        "__import__('os')"
      })
  void anythingElse_isMissing(String text) {
    assertThat(PythonLiteral.parse(text).isMissingNode()).isTrue();
  }

  @Test
  void deepNesting_isMissing() {
    assertThat(PythonLiteral.parse("[".repeat(10_000)).isMissingNode()).isTrue();
  }
}
