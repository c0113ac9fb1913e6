// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.quickstart.engine.chdb.EngineException;
import io.millrace.quickstart.engine.http.ErrorStatus;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSettingsTest {

  private static final long MEMORY_BYTES = 1000;

  @Test
  void writer_setsWhatItLikes() throws EngineException {
    assertThat(writer(HttpMethod.POST, "/?async_insert=0&x=a%27b%5Cc&query=SELECT+1&param_p=1"))
        .isEqualTo("SET async_insert = '0', x = 'a\\\\'b\\\\\\\\c'".replace("\\\\", "\\"));
  }

  @Test
  void writer_readsOnlyByGet() throws EngineException {
    assertThat(writer(HttpMethod.GET, "/?max_threads=1"))
        .isEqualTo("SET max_threads = '1', readonly = '2'");
  }

  @Test
  void nothingToSet_isNoStatement() throws EngineException {
    assertThat(writer(HttpMethod.POST, "/?database=millrace&compress=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?a%27b=1", "/?a+b=1", "/?=1"})
  void settingName_isChecked(String uri) {
    assertThatThrownBy(() -> writer(HttpMethod.POST, uri)).isInstanceOf(EngineException.class);
  }

  @Test
  void reader_isReadOnlyWithLimits() throws EngineException {
    assertThat(reader("/"))
        .contains("max_execution_time = '60'", "max_memory_usage = '1000'", "max_result_bytes")
        .endsWith("readonly = '1'");
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "0.5, 0.5", "60, 60", "61, 60", "0, 60", "-1, 60", "1e9, 60"})
  void reader_mayTightenALimitButNotLiftIt(String wish, String set) throws EngineException {
    assertThat(reader("/?max_execution_time=" + wish))
        .contains("max_execution_time = '" + set + "',");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format_schema",
        "output_format_schema",
        "timeout_overflow_mode",
        "allow_experimental_eval_table_function",
        "user_files_path",
        "allow_ddl"
      })
  void reader_maySetNothingElse(String name) {
    assertThatThrownBy(() -> reader("/?" + name + "=1"))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorStatus.READONLY))
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "1000, 1000", "1001, 1000", "0, 1000", "-1, 1000"})
  void reader_mayUseLessMemoryButNotMore(String wish, String set) throws EngineException {
    assertThat(reader("/?max_memory_usage=" + wish)).contains("max_memory_usage = '" + set + "',");
  }

  @Test
  void reader_cannotSwitchReadonlyOff() throws EngineException {
    assertThat(reader("/?readonly=0")).contains("readonly = '1'").doesNotContain("'0'");
  }

  private static String writer(HttpMethod method, String uri) throws EngineException {
    return RequestSettings.statement(request(method, uri), Account.WRITER, MEMORY_BYTES);
  }

  private static String reader(String uri) throws EngineException {
    return RequestSettings.statement(request(HttpMethod.GET, uri), Account.READER, MEMORY_BYTES);
  }

  private static QueryRequest request(HttpMethod method, String uri) {
    return QueryRequest.of(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, uri));
  }
}
