// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnTextTest {
  private static final Map<String, String> ATTRIBUTES =
      Map.of("input.value", "what is the weather?", "model", "gpt", "", "said under no key");

  @ParameterizedTest
  @CsvSource({
    "what is the weather?, '', input.value",
    "what is the weather, what is the weather, ''",
    "gpt, gpt, ''",
    "said under no key, said under no key, ''",
    "'', '', ''"
  })
  void theKeyOfTheAttributeThatSaysIt_orTheText(String text, String own, String key) {
    assertThat(OwnText.of(text, ATTRIBUTES)).isEqualTo(new OwnText(own, key));
  }
}
