// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.table.Table;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, types and comments. Columns of a public view are added, never renamed or removed. */
interface SurfaceContract extends StoreTests {
  /** View, column and type, separated by tabs. */
  String PUBLIC_VIEWS = "/io/millrace/sql/public-views.tsv";

  @Test
  default void publicViews_haveEveryColumnWithItsType() throws Exception {
    List<String> expected = publicColumns();

    String actual =
        store()
            .tsv(
                "SELECT table, name, type FROM system.columns"
                    + " WHERE database = currentDatabase() AND table IN ("
                    + quotedViewNames()
                    + ")");

    // TSV escapes the quotes of types
    assertThat(actual.replace("\\'", "'").lines()).containsAll(expected);
  }

  @Test
  default void publicViews_answerAPlainSelect() throws Exception {
    for (String view : viewNames()) {
      assertThat(store().tsv("SELECT * FROM " + view + " WHERE 0")).as(view).isEmpty();
    }
  }

  @Test
  default void publicViews_explainThemselvesAndEveryColumn() throws Exception {
    assertThat(
            store()
                .tsv(
                    "SELECT name FROM system.tables WHERE database = currentDatabase()"
                        + " AND comment = ''"))
        .as("tables and views without a comment")
        .isEmpty();
    assertThat(
            store()
                .tsv(
                    "SELECT table, name FROM system.columns WHERE database = currentDatabase()"
                        + " AND comment = '' AND table IN ("
                        + quotedViewNames()
                        + ")"))
        .as("columns of public views without a comment")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  default void physicalTable_hasTheColumnsThatTheEncoderWrites(Table table) throws Exception {
    List<String> written =
        Stream.of(Table.values())
            .filter(other -> other.physicalName().equals(table.physicalName()))
            .flatMap(other -> other.columns().stream())
            .map(column -> column.getKey() + "\t" + column.getValue())
            .distinct()
            .toList();

    String actual =
        store()
            .tsv(
                "SELECT name, type FROM system.columns WHERE database = currentDatabase()"
                    + " AND table = '%s' AND default_kind = '' ORDER BY position"
                        .formatted(table.physicalName()));

    assertThat(actual.replace("\\'", "'").lines()).containsExactlyElementsOf(written);
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  default void physicalTable_startsItsKeyWithTheGenerationAndIsPartitionedByNothingElse(Table table)
      throws Exception {
    String key =
        store()
            .tsv(
                "SELECT splitByString(', ', sorting_key)[1], partition_key FROM system.tables"
                    + " WHERE database = currentDatabase() AND name = '%s'"
                        .formatted(table.physicalName()));

    assertThat(key).isEqualTo("gen\tgen\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spans", "span_content", "traces"})
  default void trace_isFoundByTheKey(String view) throws Exception {
    store().insert(SampleRows.span(GEN, "key", "name", 1));
    store().insert(SampleRows.content(GEN, "key", "input", 1));
    store().insert(SampleRows.trace(GEN, "key", "t", 1));

    String plan =
        store()
            .tsv(
                "EXPLAIN indexes = 1 SELECT * FROM %s WHERE workspace = 'key' AND trace_id = 't'"
                    .formatted(view));

    assertThat(plan).containsPattern("Condition: .*trace_id in \\[\\\\'t");
  }

  @Test
  default void session_isFoundByTheWorkspacesKey() throws Exception {
    store().insert(SampleRows.trace(GEN, "key", "t", 1));

    String plan = store().tsv("EXPLAIN indexes = 1 SELECT * FROM sessions WHERE workspace = 'key'");

    assertThat(plan).containsPattern("Condition: .*workspace in \\[\\\\'key");
  }

  private static List<String> publicColumns() throws Exception {
    try (InputStream file = SurfaceContract.class.getResourceAsStream(PUBLIC_VIEWS)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<String> viewNames() throws Exception {
    return publicColumns().stream()
        .map(line -> line.substring(0, line.indexOf('\t')))
        .distinct()
        .toList();
  }

  private static String quotedViewNames() throws Exception {
    return viewNames().stream().collect(joining("', '", "'", "'"));
  }
}
