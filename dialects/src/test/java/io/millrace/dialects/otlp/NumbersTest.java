// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @ParameterizedTest
  @CsvSource({
    "12, 12",
    "12.0, 12",
    "1.2e1, 12",
    "' 7 ', 7",
    "0, 0",
    "1000000000000, 1000000000000"
  })
  void tokens_asText(String text, long tokens) {
    assertThat(Numbers.tokens(NODES.textNode(text))).isEqualTo(tokens);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "many",
        "-1",
        "NaN",
        "Infinity",
        "1000000000001",
        "9e18",
        "1e999999999",
        "0x1F"
      })
  void tokens_thatAreNone(String text) {
    assertThat(Numbers.tokens(NODES.textNode(text))).isNull();
  }

  @Test
  void tokens_ofOtherKinds() {
    assertThat(Numbers.tokens(NODES.numberNode(7L))).isEqualTo(7);
    assertThat(Numbers.tokens(NODES.numberNode(7.0))).isEqualTo(7);
    assertThat(Numbers.tokens(NODES.numberNode(Double.NaN))).isNull();
    assertThat(Numbers.tokens(NODES.numberNode(Long.MAX_VALUE))).isNull();
    assertThat(Numbers.tokens(NODES.numberNode(-1L))).isNull();
    assertThat(Numbers.tokens(NODES.booleanNode(true))).isNull();
    assertThat(Numbers.tokens(MissingNode.getInstance())).isNull();
    assertThat(Numbers.tokens(NODES.arrayNode().add(1))).isNull();
  }

  @Test
  void tinyExponent_isNotExpanded() {
    assertThat(Numbers.picoUsd(NODES.numberNode(new BigDecimal("1e-999999999")))).isNull();
  }

  @Test
  void money_isTheShortestDecimalOfADouble() {
    // 0.1 + 0.2 as a double is 0.30000000000000004: what was sent is what is meant.
    assertThat(Numbers.picoUsd(NODES.numberNode(0.1 + 0.2))).isEqualTo(300_000_000_000L);
    assertThat(Numbers.picoUsd(NODES.numberNode(0.00270405))).isEqualTo(2_704_050_000L);
  }

  @Test
  void duration_isAtMostADay() {
    assertThat(Numbers.nanos(NODES.numberNode(86_400.0), 1_000_000_000L))
        .isEqualTo(86_400_000_000_000L);
    assertThat(Numbers.nanos(NODES.numberNode(86_401.0), 1_000_000_000L)).isNull();
    assertThat(Numbers.nanos(NODES.numberNode(-0.1), 1_000_000_000L)).isNull();
    assertThat(Numbers.nanos(NODES.textNode("919"), 1_000_000L)).isEqualTo(919_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:01.5Z, 1500000000",
    "2026-11-20T15:20:16.379Z, 1795188016379000000",
    "2026-11-20T16:20:16.379+01:00, 1795188016379000000"
  })
  void unixNanos_ofAnInstant(String text, long nanos) {
    assertThat(Numbers.unixNanos(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1795188016",
        "2026-11-20",
        "2026-13-40T00:00:00Z",
        "+999999999-12-31T23:59:59Z"
      })
  void unixNanos_ofAnythingElse_areNotReported(String text) {
    assertThat(Numbers.unixNanos(text)).isNull();
  }
}
