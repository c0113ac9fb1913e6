// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT file('/etc/hostname')",
        "SELECT FILE ('/etc/hostname')",
        "SELECT file/* */('/etc/hostname')",
        "SELECT `file`('/etc/hostname')",
        "SELECT \"file\"('/etc/hostname')",
        "SELECT “file”('/etc/hostname')",
        "SELECT `\\x66ile`('/etc/hostname')",
        "SELECT arrayMap(file, ['/etc/hostname'])",
        "SELECT * APPLY(file) FROM (SELECT '/etc/hostname')",
        "SELECT * APPLY file FROM (SELECT '/etc/hostname')",
        "SELECT $a$ ' $a$, file('/etc/hostname') --'",
        "SELECT '\\\\', file('/etc/hostname') --'",
        "SELECT 1.file('/etc/hostname')",
        "SELECT * FROM eval('SELECT 1')",
        "SELECT * FROM system.stack_trace",
        "SELECT * FROM system.models",
        "SELECT catboostEvaluate('/m', 1)",
        "SELECT * FROM `system` . /* */ \"MODELS\"",
        "SELECT * FROM merge('system', '^models$')",
        "SELECT * FROM loop('system', 'models')",
      })
  void name_isRefusedHoweverItIsWritten(String sql) {
    assertThat(ReaderRules.refusedName(sql, "millrace")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count() FROM spans WHERE tool_name = 'file'",
        "SELECT attributes['file'] FROM span_content -- file",
        "SELECT profile, file_name, filesystemAvailable() /* file */ FROM t",
        "SELECT 'it\\'s a file'",
        "SELECT models, t.models AS merge FROM traces AS t",
      })
  void word_isFreeInLiteralsAndComments(String sql) {
    assertThat(ReaderRules.refusedName(sql, "millrace")).isEmpty();
  }

  @Test
  void tableWithoutADatabase_isThatOfTheRequest() {
    assertThat(ReaderRules.refusedName("SELECT * FROM models", "system")).contains("models");
    assertThat(ReaderRules.refusedName("SELECT models FROM traces", "millrace")).isEmpty();
  }

  @Test
  void parameter_isRefusedOnlyWhereItMayBeAnIdentifier() {
    Map<String, String> parameters = Map.of("p", "system.stack_trace");

    assertThat(ReaderRules.refusedParameter("SELECT * FROM {p:Identifier}", parameters))
        .contains("stack_trace");
    assertThat(ReaderRules.refusedParameter("SELECT {p:String}", parameters)).isEmpty();
  }
}
