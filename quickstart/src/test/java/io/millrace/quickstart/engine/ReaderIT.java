// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader can do to the engine, and what not. */
class ReaderIT {

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  @TempDir static Path folder;
  private static Path secret;

  @BeforeAll
  static void makeTableAndSecret() throws Exception {
    ENGINE.write("CREATE TABLE millrace.t (a UInt64) ENGINE = MergeTree ORDER BY a");
    ENGINE.write("INSERT INTO millrace.t VALUES (1), (2)");
    secret = Files.writeString(folder.resolve("secret.csv"), "secret\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count() FROM t",
        "WITH 2 AS two SELECT two",
        "SHOW TABLES",
        "DESCRIBE TABLE t",
        "EXPLAIN SELECT a FROM t",
        "EXISTS TABLE t",
        "SELECT count() FROM t WHERE 'file' = 'file';",
        "SELECT * FROM numbers(2)",
        "SELECT name FROM system.tables LIMIT 1",
      })
  void reading_works(String sql) throws Exception {
    HttpResponse<String> response = ENGINE.post("reader", "", sql);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (3)",
        "INSERT INTO t SELECT 3",
        "INSERT INTO FUNCTION file('%s') SELECT 3",
        "CREATE TABLE u (a Int8) ENGINE = Memory",
        "CREATE TEMPORARY TABLE u (a Int8)",
        "DROP TABLE t",
        "TRUNCATE TABLE t",
        "ALTER TABLE t ADD COLUMN b Int8",
        "DELETE FROM t WHERE 1",
        "OPTIMIZE TABLE t",
        "SYSTEM FLUSH LOGS",
        "KILL QUERY WHERE 1",
        "SET readonly = 0",
        "CREATE FUNCTION f AS x -> x",
        "SELECT 1 INTO OUTFILE '%s.out'",
        "SELECT 1 SETTINGS readonly = 0",
        "SELECT 1 SETTINGS max_execution_time = 0",
        "SELECT 1; DROP TABLE t",
      })
  void changing_isRefused(String sql) throws Exception {
    HttpResponse<String> response = ENGINE.post("reader", "", sql.formatted(secret));

    assertThat(response.statusCode()).as(response.body()).isGreaterThanOrEqualTo(400);
    assertThat(ENGINE.column("SELECT a FROM millrace.t ORDER BY a")).containsExactly("1", "2");
    assertThat(folder).isDirectoryNotContaining("glob:**.out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT file('%s')",
        "SELECT `file`('%s')",
        "SELECT file/**/('%s')",
        "SELECT arrayMap(file, ['%s'])",
        "SELECT * APPLY(file) FROM (SELECT '%s')",
        "SELECT * FROM (SELECT '%s' AS c) AS x ORDER BY file(c)",
        "EXPLAIN SELECT file('%s')",
        "DESCRIBE (SELECT file('%s') AS c)",
        "SELECT * FROM file('%s', 'LineAsString')",
        "SELECT * FROM eval('SELECT file(''%s'')')",
        "SELECT * FROM `%s`",
        "SELECT * FROM default.`%s`",
        "DESCRIBE TABLE default.`%s`",
        "SELECT * FROM url('file://%s', 'LineAsString')",
        "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
        "SELECT * FROM remote('127.0.0.1:1', system.one)",
        "SELECT * FROM cluster('default', system.one)",
        "SELECT * FROM s3('http://127.0.0.1:1/b/k', 'TSV')",
        "SELECT * FROM executable('cat %s', 'TSV', 'a String')",
        "SELECT * FROM sqlite('%s', 't')",
        "SELECT * FROM system.stack_trace",
        "SELECT 1 FROM INFILE '%s'",
        "SELECT 1 FORMAT CapnProto SETTINGS format_schema = '%s:M'",
      })
  void filesAndNetworks_areOutOfReach(String sql) throws Exception {
    HttpResponse<String> response = ENGINE.post("reader", "", sql.formatted(secret));

    assertThat(response.statusCode()).as(response.body()).isGreaterThanOrEqualTo(400);
    assertThat(response.body()).doesNotContain("secret\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "readonly=0&max_concurrent_queries_for_user=0",
        "max_temporary_data_on_disk_size_for_user=0",
        "allow_ddl=1",
        "output_format_schema=x",
        "allow_introspection_functions=1"
      })
  void settings_outsideOfTheListAreRefused(String urlQuery) throws Exception {
    assertThat(ENGINE.post("reader", urlQuery, "SELECT 1").body()).contains("(READONLY)");
  }

  @ParameterizedTest
  @CsvSource({
    "'', readonly, 1",
    "readonly=0, readonly, 1",
    "'', max_execution_time, 60",
    "max_execution_time=100000, max_execution_time, 60",
    "max_execution_time=0, max_execution_time, 60",
    "max_execution_time=7, max_execution_time, 7",
    "'', max_memory_usage, 536870912",
    "max_memory_usage=0, max_memory_usage, 536870912",
    "max_memory_usage=99999999999, max_memory_usage, 536870912",
    "max_memory_usage=100000000, max_memory_usage, 100000000",
  })
  void limits_holdWhateverTheRequestSays(String urlQuery, String setting, String value)
      throws Exception {
    assertThat(
            ENGINE.post("reader", urlQuery, "SELECT getSetting('" + setting + "')").body().strip())
        .isEqualTo(value);
  }

  @Test
  void timeLimit_endsAQuery() throws Exception {
    String sql = "SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 0";

    HttpResponse<String> response = ENGINE.post("reader", "max_execution_time=1", sql);

    assertThat(response.body()).contains("TIMEOUT_EXCEEDED");
  }

  @Test
  void answerSettings_work() throws Exception {
    assertThat(
            ENGINE
                .post(
                    "reader",
                    "output_format_json_quote_64bit_integers=1",
                    "SELECT a FROM t ORDER BY a LIMIT 1 FORMAT JSONEachRow")
                .body())
        .isEqualTo("{\"a\":\"1\"}\n");
  }
}
