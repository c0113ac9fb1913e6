// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "((select 1))",
        "-- why?\nWITH 1 AS x SELECT x;",
        "SHOW TABLES",
        "SHOW CREATE TABLE traces",
        "SHOW COLUMNS FROM spans",
        "DESCRIBE TABLE spans",
        "DESC spans",
        "EXPLAIN PLAN SELECT 1",
        "SELECT 'system', attributes['gen_ai.system'] FROM span_content -- FORMAT system",
      })
  void question_mayBeAsked(String sql) {
    assertThat(QuestionRules.refusal(sql, Map.of("x", "system"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ;; -- nothing",
        "KILL QUERY WHERE 1",
        "INSERT INTO spans VALUES (1)",
        "SYSTEM SHUTDOWN",
        "SET readonly = 0",
        "USE system",
        "SHOW PROCESSLIST",
        "SHOW CREATE USER reader",
        "SHOW",
        "EXPLAIN TABLE OVERRIDE mysql('h', 'd', 't', 'u', 'p')",
        "SELECT 1 FORMAT Null",
        "SELECT 1 INTO OUTFILE '/tmp/x'",
        "SELECT * FROM system.processes",
        "SELECT * FROM `System`.processes",
        "SELECT * FROM INFORMATION_SCHEMA.tables",
        "SELECT file('/etc/hostname')",
        "SELECT * FROM merge('system', '.*')",
        "SHOW TABLES FROM system",
      })
  void anythingElse_isRefused(String sql) {
    assertThat(QuestionRules.refusal(sql, Map.of())).isPresent();
  }

  @Test
  void parameter_mayNotNameWhatTheTextMayNot() {
    String sql = "SELECT * FROM {d:Identifier}.processes";

    assertThat(QuestionRules.refusal(sql, Map.of("d", "system"))).isPresent();
    assertThat(QuestionRules.refusal(sql, Map.of("d", "millrace"))).isEmpty();
  }
}
