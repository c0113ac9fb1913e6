// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static io.millrace.sql.store.SampleRows.SPAN_ID;
import static io.millrace.sql.store.SampleRows.TRACE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.DeletedRowsPurge;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes by REST: the last value of each field holds, and what is deleted is gone. */
interface AnnotationsContract extends StoreTests {
  @Test
  default void assessment_isTheLastValueOfEachField() throws Exception {
    assess("fields", "a-1", "value", "4", 2);
    assess("fields", "a-1", "value", "3", 1);
    assess("fields", "a-1", "name", "quality", 1);
    assess("fields", "a-1", "metadata", "{\"k\":\"v\"}", 1);
    assess("fields", "a-1", "create_time", "1795256430123456789", 1);
    assess("fields", "a-1", "deleted", "false", 1);

    assertThat(
            store()
                .tsv(
                    "SELECT type, annotation_id, name, value, metadata, valid, create_time,"
                        + " update_time FROM annotations WHERE workspace = 'fields'"))
        .isEqualTo(
            "ASSESSMENT\ta-1\tquality\t4\t{'k':'v'}\ttrue"
                + "\t2026-11-21 10:20:30.123456789\t2026-11-21 10:20:32.123456789\n");
  }

  @Test
  default void assessment_isValidUntilAnotherOverridesIt() throws Exception {
    assess("valid", "a-1", "deleted", "false", 1);
    assess("valid", "a-2", "deleted", "false", 2);
    assess("valid", "a-2", "overrides", "a-1", 2);

    assertThat(valid("valid")).isEqualTo("a-1\tfalse\na-2\ttrue\n");
    assess("valid", "a-2", "deleted", "true", 3);
    assertThat(valid("valid")).isEqualTo("a-1\ttrue\n");
  }

  @Test
  default void annotationsOfADeletedTraceOrSpan_areGone() throws Exception {
    info("gone-trace", "state", "OK", 1);
    for (String workspace : List.of("gone-trace", "gone-span")) {
      assess(workspace, "a-1", "deleted", "false", 1);
      assess(workspace, "a-2", "deleted", "false", 1);
      assess(workspace, "a-2", "span_id", SPAN_ID, 1);
    }
    store().insert(SampleRows.deletion("gone-trace", true, List.of()));
    store().insert(SampleRows.deletion("gone-span", false, List.of(SPAN_ID)));

    assertThat(valid("gone-trace")).isEmpty();
    assertThat(store().tsv("SELECT 1 FROM trace_info WHERE workspace = 'gone-trace'")).isEmpty();
    assertThat(valid("gone-span")).isEqualTo("a-1\ttrue\n");
  }

  @Test
  default void deletedRows_areInNoView() throws Exception {
    store()
        .insert(
            SampleRows.span(GEN, "deleted", "name", 1),
            SampleRows.content(GEN, "deleted", "input", Long.MAX_VALUE),
            SampleRows.trace(GEN, "deleted", TRACE_ID, 1, SampleRows.part("s", "u", "a", 0, 0)));
    store()
        .insert(
            SampleRows.deletedContent("deleted"),
            SampleRows.deletedSpan("deleted", 2),
            SampleRows.deletedTrace("deleted", 2));
    store().insert(SampleRows.content(GEN, "deleted", "late", 7));

    for (String view : List.of("spans", "span_content", "traces", "sessions", "users")) {
      assertThat(store().tsv("SELECT count() FROM " + view + " WHERE workspace = 'deleted'"))
          .as(view)
          .isEqualTo("0\n");
    }
  }

  @Test
  default void purge_leavesOfWhatIsDeletedTheRowsInItsPlace() throws Exception {
    store()
        .insert(
            SampleRows.span(GEN, "purged", "name", 1),
            SampleRows.content(GEN, "purged", "input", 1),
            SampleRows.trace(GEN, "purged", TRACE_ID, 0, SampleRows.part("s", "u", "a", 0, 0)),
            SampleRows.span(GEN, "kept", "name", 1),
            SampleRows.content(GEN, "kept", "input", 1));
    assess("purged", "a-1", "deleted", "false", 1);
    info("purged", "request_preview", "text", 1);
    store()
        .insert(
            SampleRows.deletedContent("purged"),
            SampleRows.deletedSpan("purged", 1),
            SampleRows.deletedTrace("purged", 1),
            SampleRows.deletion("purged", true, List.of(SPAN_ID)));

    new DeletedRowsPurge(store().reader()).run();

    for (String table : List.of("span_rows", "span_content_rows", "trace_rows", "trace_arrivals")) {
      assertThat(
              store()
                  .tsv(
                      "SELECT workspace, deleted FROM %s WHERE workspace = 'purged'"
                          .formatted(table)))
          .as(table)
          .isEqualTo("purged\ttrue\n");
    }
    for (String table : List.of("annotation_rows", "trace_info_rows")) {
      assertThat(store().tsv("SELECT 1 FROM %s WHERE workspace = 'purged'".formatted(table)))
          .as(table)
          .isEmpty();
    }
    assertThat(store().tsv("SELECT count() FROM span_content WHERE workspace = 'kept'"))
        .isEqualTo("1\n");
  }

  @Test
  default void annotation_tellsTheExperimentOfItsTrace() throws Exception {
    assess("experiment", "a-1", "deleted", "false", 1);
    String sql = "SELECT experiment_id FROM annotations WHERE workspace = 'experiment'";
    assertThat(store().tsv(sql)).isEqualTo("\n");

    store().insert(SampleRows.trace(GEN, "experiment", TRACE_ID, 1));

    assertThat(store().tsv(sql)).isEqualTo("experiment\n");
  }

  @Test
  default void annotation_isFoundByTheKey() throws Exception {
    assess("key", "a-1", "deleted", "false", 1);

    String plan =
        store()
            .tsv(
                "EXPLAIN indexes = 1 SELECT * FROM annotations"
                    + " WHERE workspace = 'key' AND trace_id = 't'");

    assertThat(plan).containsPattern("Condition: .*trace_id in \\[\\\\'t");
  }

  @Test
  default void price_isTheLastOfItsName() throws Exception {
    store()
        .insert(
            SampleRows.control("price", "price_override", "a", "{\"model\":\"old\"}", 1),
            SampleRows.control(
                "price",
                "price_override",
                "a",
                "{\"model\":\"m\",\"effective_from\":\"2026-03-13\",\"usd_per_million_tokens\":{\"input\":0.1,\"output\":2.0E-5}}",
                2),
            SampleRows.control(
                "price",
                "price_override",
                "b",
                "{\"model\":\"n*\",\"same_as\":{\"model\":\"m\"}}",
                1),
            SampleRows.control("price", "price_override", "gone", "{\"model\":\"old\"}", 1),
            SampleRows.control("price", "price_override", "gone", "", 2));

    assertThat(
            store()
                .tsv(
                    "SELECT name, model, effective_from, usd_per_million_tokens, same_as_model"
                        + " FROM price_overrides WHERE workspace = 'price' ORDER BY name"))
        .isEqualTo("a\tm\t2026-03-13\t{'input':0.1,'output':0.00002}\t\nb\tn*\t\\N\t{}\tm\n");
  }

  @Test
  default void experiment_isFoldedFromItsFields() throws Exception {
    store()
        .insert(
            SampleRows.control("exp", "experiment", "17/made", "{}", 1),
            SampleRows.control("exp", "experiment", "17/name", "{\"value\":\"new\"}", 3),
            SampleRows.control("exp", "experiment", "17/name", "{\"value\":\"old\"}", 2),
            SampleRows.control("exp", "experiment", "17/deleted", "{\"value\":true}", 2),
            SampleRows.control("exp", "experiment", "17/tag/a/b", "{\"value\":\"c\"}", 2),
            SampleRows.control("exp", "experiment", "17/tag/gone", "", 2));

    assertThat(
            store()
                .tsv(
                    "SELECT experiment_id, name, deleted, tags, update_time > create_time"
                        + " FROM experiments WHERE workspace = 'exp'"))
        .isEqualTo("17\tnew\ttrue\t{'a/b':'c'}\t1\n");
  }

  @Test
  default void experiment_isCalledAsItWasMadeUntilItIsRenamed() throws Exception {
    store().insert(SampleRows.control("made", "experiment", "18/made", "{\"value\":\"first\"}", 1));
    String name = "SELECT name FROM experiments WHERE workspace = 'made'";

    assertThat(store().tsv(name)).isEqualTo("first\n");
    store().insert(SampleRows.control("made", "experiment", "18/name", "{\"value\":\"new\"}", 2));
    assertThat(store().tsv(name)).isEqualTo("new\n");
  }

  @Test
  default void traceInfo_isTheLastValueOfEachField() throws Exception {
    info("info", "state", "OK", 2);
    info("info", "state", "IN_PROGRESS", 1);
    info("info", "request_time", "1795256430123456789", 1);
    info("info", "execution_duration", "1500000000", 1);
    info("info", "metadata/mlflow.trace.user", "u", 1);
    info("info", "metadata/a/b", "c", 2);
    info("bare", "metadata/mlflow.sourceRun", "run", 1);

    String rows =
        store()
            .tsv(
                "SELECT state, request_time, duration_ns, mapSort(metadata),"
                    + " update_time > create_time FROM trace_info"
                    + " WHERE workspace IN ('info', 'bare') ORDER BY workspace DESC");
    assertThat(rows.lines())
        .containsExactly(
            "OK\t2026-11-21 10:20:30.123456789\t1500000000"
                + "\t{'a/b':'c','mlflow.trace.user':'u'}\t1",
            "\t\\N\t\\N\t{'mlflow.sourceRun':'run'}\t0");
  }

  private void info(String workspace, String field, String value, long version) throws Exception {
    store().insert(SampleRows.traceInfo(workspace, field, value, version));
  }

  private void assess(String workspace, String id, String field, String value, long version)
      throws Exception {
    store().insert(SampleRows.annotation(workspace, "ASSESSMENT", id, field, value, version));
  }

  private String valid(String workspace) throws Exception {
    return store()
        .tsv(
            "SELECT annotation_id, valid FROM annotations WHERE workspace = '%s' ORDER BY 1"
                .formatted(workspace));
  }
}
