// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowFormatTest {

  @ParameterizedTest
  @CsvSource({
    "TabSeparated, 'a\tb\n', 0",
    "TSVWithNames, 'a\\nb\tc\n1\t2\n', 7",
    "TSVWithNamesAndTypes, 'a\nInt8\n1\n', 7",
    "CSVWithNames, '\"a\nb\",\"c\"\"d\"\n1,2\n', 13",
    "CSVWithNamesAndTypes, '\"a\"\n\"Int8\"\n1\n', 11",
    "RowBinaryWithNames, '\u0002\u0001a\u0002bc\u0009', 6",
    "RowBinaryWithNamesAndTypes, '\u0001\u0001a\u0004Int8\u0009', 8",
  })
  void header_endsBeforeTheFirstRow(String format, String piece, int length) {
    assertThat(RowFormat.of(format).orElseThrow().headerLength(piece.getBytes(ISO_8859_1)))
        .isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "JSONCompact", "Parquet", "Arrow", "Pretty", "Values", "XML"})
  void wholeFormats_areNotAnsweredInPieces(String format) {
    assertThat(RowFormat.of(format)).isEmpty();
  }

  @Test
  void headerOutOfSight_isAnError() {
    RowFormat format = RowFormat.of("RowBinaryWithNames").orElseThrow();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> format.headerLength("\u0002\u0001a\u0009".getBytes(ISO_8859_1)))
        .withMessageContaining("no end in sight");
  }
}
