// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection that has inserted serves the next request, which must not see it. */
class WarmConnectionsIT {

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  private static final String SETTINGS = "max_threads=3&optimize_on_insert=0";
  private static final String SEEN =
      "SELECT getSetting('max_threads'), getSetting('optimize_on_insert'), currentDatabase()";
  private static final String INSERT = "INSERT INTO t (a) VALUES (1)";

  @BeforeEach
  void makeTable() throws Exception {
    ENGINE.write("DROP TABLE IF EXISTS millrace.t SYNC");
    ENGINE.write("CREATE TABLE millrace.t (a UInt64) ENGINE = MergeTree ORDER BY a");
  }

  private static String ask(String urlQuery, String sql) throws Exception {
    HttpResponse<String> response = ENGINE.post("writer", urlQuery, sql);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body().strip();
  }

  @Test
  void settingsOfAnInsert_areOfNoOtherRequest() throws Exception {
    String before = ask("", SEEN);

    ask(SETTINGS, INSERT);

    assertThat(ask(SETTINGS, SEEN)).isEqualTo("3\tfalse\tmillrace");
    assertThat(ask("", SEEN)).isEqualTo(before);
    assertThat(ask("max_threads=3", SEEN)).startsWith("3\ttrue");
  }

  @Test
  void settingsWithinAnInsert_endWithIt() throws Exception {
    ask(SETTINGS, "INSERT INTO t (a) SETTINGS max_threads = 5 VALUES (1)");

    assertThat(ask(SETTINGS, SEEN)).isEqualTo("3\tfalse\tmillrace");
  }

  @Test
  void valuesOfPlaceholders_endWithTheirInsert() throws Exception {
    ask(SETTINGS + "&param_p=7", INSERT);

    assertThat(ENGINE.post("writer", SETTINGS, "SELECT {p:String}").body())
        .contains("UNKNOWN_QUERY_PARAMETER");
  }

  @Test
  void settingsAndTablesOfOtherStatements_endWithThem() throws Exception {
    ask(SETTINGS, INSERT);
    ask(SETTINGS, "SET max_threads = 5");
    ask(SETTINGS, INSERT);
    ask(SETTINGS, "CREATE TEMPORARY TABLE gone (a Int8)");
    ask(SETTINGS, INSERT);
    ask(SETTINGS, "USE system");

    assertThat(ask(SETTINGS, SEEN)).isEqualTo("3\tfalse\tmillrace");
    assertThat(ENGINE.post("writer", SETTINGS, "SELECT * FROM gone").statusCode()).isEqualTo(404);
  }

  @Test
  void refusedInsert_isNotInTheWayOfTheNext() throws Exception {
    ask(SETTINGS, INSERT);

    assertThat(ENGINE.post("writer", SETTINGS, "INSERT INTO t (a) VALUES (x").statusCode())
        .isNotEqualTo(200);
    assertThat(ENGINE.post("writer", SETTINGS, "INSERT INTO none (a) VALUES (1)").statusCode())
        .isEqualTo(404);

    ask(SETTINGS, INSERT);
    assertThat(ask("", "SELECT count() FROM t")).isEqualTo("2");
  }

  @Test
  void tableThatHasChanged_isSeenAsItIs() throws Exception {
    ask(SETTINGS, INSERT);
    ENGINE.write("ALTER TABLE millrace.t ADD COLUMN b UInt8");
    ask(SETTINGS, "INSERT INTO t (a, b) VALUES (2, 2)");
    ENGINE.write("DROP TABLE millrace.t SYNC");
    ENGINE.write("CREATE TABLE millrace.t (a String) ENGINE = MergeTree ORDER BY a");
    ask(SETTINGS, "INSERT INTO t (a) VALUES ('text')");

    assertThat(ask("", "SELECT a FROM t")).isEqualTo("text");
  }

  @Test
  void reader_hasNoneOfTheWriters() throws Exception {
    ask("max_threads=3", INSERT);

    assertThat(ENGINE.post("reader", "max_threads=3", INSERT).statusCode()).isNotEqualTo(200);
    assertThat(
            ENGINE.post("reader", "max_threads=3", "SELECT getSetting('readonly')").body().strip())
        .isEqualTo("1");
  }

  @Test
  void manyAtOnce_withSettingsOfTheirOwn() throws Exception {
    List<CompletableFuture<String>> all =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            String own = "max_threads=" + (1 + i % 20);
                            ask(own, INSERT);
                            return ask(own, SEEN);
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();

    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).join()).startsWith(1 + i % 20 + "\t");
    }
    assertThat(ask("", "SELECT count() FROM t")).isEqualTo("60");
  }
}
