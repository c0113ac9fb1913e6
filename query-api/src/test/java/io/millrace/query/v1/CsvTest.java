// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @Test
  void row_hasNamesAndQuotesWhatNeedsThem() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("text", "a \"b\",\nc");
    row.put("none", null);
    row.put("list", List.of("x", "y"));
    row.put("money", new BigDecimal("0.50"));

    assertThat(Csv.of(List.of(row)))
        .isEqualTo(
            "text,none,list,money\r\n\"a \"\"b\"\",\nc\",,\"[\"\"x\"\",\"\"y\"\"]\",0.5\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@x", "\t=1", "\r=1"})
  void formula_isNone(String text) {
    assertThat(Csv.of(List.of(Map.of("a", text)))).contains("'" + text);
  }

  @Test
  void negativeNumber_isNoFormula() {
    assertThat(Csv.of(List.of(Map.of("a", -1L)))).isEqualTo("a\r\n-1\r\n");
  }
}
