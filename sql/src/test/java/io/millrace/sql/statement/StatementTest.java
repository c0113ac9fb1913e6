// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.BOOLEAN;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.millrace.sql.statement.Statement.Insert;
import io.millrace.sql.statement.Statement.Other;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "INSERT INTO t FORMAT TSV 1 | INSERT INTO t | TSV | 1",
        "INSERT INTO t (a, b) FORMAT RowBinary x | INSERT INTO t (a, b) | RowBinary | x",
        "insert into `format` format CSV 1 | insert into `format` | CSV | 1",
        "INSERT INTO t VALUES (1, 'FORMAT') | INSERT INTO t | Values | (1, 'FORMAT')",
        "INSERT INTO t (values) VALUES(1) | INSERT INTO t (values) | Values | (1)",
        "INSERT INTO t SETTINGS a=1 FORMAT TSV 1 | INSERT INTO t SETTINGS a=1 | TSV | 1",
        "-- FORMAT no\u0001INSERT INTO t FORMAT TSV 1 | -- FORMAT no\u0001INSERT INTO t | TSV | 1",
        "INSERT INTO t SELECT a FROM input('a Int8') FORMAT TSV 1"
            + " | INSERT INTO t SELECT a FROM input('a Int8') | TSV | 1",
      })
  void insert_isCutIntoHeadFormatAndData(String sql, String head, String format, String data) {
    byte[] text = sql.replace('\u0001', '\n').getBytes(UTF_8);

    Statement statement = Statement.parse(text, "none");

    assertThat(statement)
        .asInstanceOf(type(Insert.class))
        .satisfies(
            insert -> {
              assertThat(insert.head()).isEqualTo(head.replace('\u0001', '\n'));
              assertThat(insert.format()).isEqualTo(format);
              int offset = insert.dataOffset();
              assertThat(new String(text, offset, text.length - offset, UTF_8).strip())
                  .isEqualTo(data);
            });
  }

  @Test
  void binaryData_beginsAfterOneLineEndAndIsNotLookedAt() {
    String head = "INSERT INTO t FORMAT RowBinary";
    byte[] text = (head + "\n\n'\u0000`/*\u00ff").getBytes(ISO_8859_1);

    assertThat(Statement.parse(text, "none"))
        .isEqualTo(new Insert("INSERT INTO t", "RowBinary", head.length() + 1));
  }

  @Test
  void insertWithoutFormat_takesTheDefaultOne() {
    byte[] text = "INSERT INTO t (a);".getBytes(UTF_8);

    assertThat(Statement.parse(text, "CSV"))
        .isEqualTo(new Insert("INSERT INTO t (a)", "CSV", text.length));
  }

  @Test
  void insertFromQuery_carriesNoData() {
    assertThat(Statement.parse("INSERT INTO t SELECT 1".getBytes(UTF_8), "TSV"))
        .isEqualTo(new Other("INSERT", Optional.empty(), false, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT 1 FORMAT JSON | JSON",
        "SELECT 1 format TSV; | TSV",
        "SELECT 1 FORMAT CSV SETTINGS max_threads = 1 | CSV",
        "WITH 1 AS format SELECT format | ",
        "SELECT 'FORMAT JSON' | ",
        "SELECT 1 -- FORMAT JSON | ",
      })
  void formatClause_isFoundAtTheEnd(String sql, String format) {
    assertThat(Statement.parse(sql.getBytes(UTF_8), "TSV"))
        .asInstanceOf(type(Other.class))
        .extracting(Other::format)
        .isEqualTo(Optional.ofNullable(format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1 INTO OUTFILE 'x'", "select 1 into/* */outfile 'x' format TSV"})
  void intoOutfile_isFound(String sql) {
    assertThat(Statement.parse(sql.getBytes(UTF_8), "TSV"))
        .asInstanceOf(type(Other.class))
        .extracting(Other::intoOutfile, as(BOOLEAN))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "(select 1) union all (select 2) | SELECT",
        "/* x */ With a AS (SELECT 1) SELECT 2 | WITH",
        "SHOW TABLES | SHOW",
        "^^ | ^^"
      })
  void keyword_isTheFirstWordInUpperCase(String sql, String keyword) {
    assertThat(Statement.parse(sql.getBytes(UTF_8), "TSV"))
        .asInstanceOf(type(Other.class))
        .extracting(Other::keyword)
        .isEqualTo(keyword);
  }
}
