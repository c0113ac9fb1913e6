// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static io.millrace.sql.store.SampleRows.TRACE_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.RefusedException;
import io.millrace.sql.TableWriter;
import io.millrace.sql.UnavailableException;
import io.millrace.sql.row.SpanRow;
import io.millrace.sql.table.Table;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes in comes out: values, versions, generations, refusals. */
interface RowsContract extends StoreTests {
  @Test
  default void span_isReadBackWithEveryValue() throws Exception {
    store().insert(SampleRows.span(GEN, "span-values", "name", 1));

    assertThat(store().columns("SELECT * FROM spans WHERE workspace = 'span-values'"))
        .isEqualTo(
            """
            workspace=span-values
            experiment_id=experiment
            trace_id=0123456789abcdef0123456789abcdef
            span_id=0123456789abcdef
            parent_span_id=fedcba9876543210
            session_id=session
            user_id=user
            agent_name=agent
            service_name=service
            scope_name=scope
            scope_version=1.2.3
            name=name
            span_kind=CLIENT
            kind=LLM
            status=ERROR
            status_message=message ü €\\t\\'\\\\
            error_type=TimeoutError
            start_time=2026-11-21 10:20:30.123456789
            duration_ns=1500
            reported_start_time=2025-10-17 10:20:30.123456789
            provider=openai
            request_model=gpt-x
            response_model=gpt-x-2026
            owns_usage=true
            input_tokens=101
            output_tokens=102
            cache_read_tokens=103
            cache_write_tokens=104
            reasoning_tokens=105
            cost_usd=1.234567890123
            emitter_cost_usd=-0.000000000001
            computed_cost_usd=\\N
            price_version=prices-1
            tool_name=terminal
            tool_call_id=call-1
            counts_as_tool_call=true
            time_to_first_token_ns=250
            finish_reason=stop
            attempt_count=2
            dialect=semconv
            usage_rule=rule-1
            rules_version=rules-1
            received_time=2026-11-21 10:20:31.123456789
            late_ns=-7
            noise=true
            input_cost_usd=0.734567890122
            output_cost_usd=0.500000000001
            cache_saved_usd=-0.000000000002
            """);
  }

  @Test
  default void span_keepsItsFactAsBytes() throws Exception {
    store().insert(SampleRows.span(GEN, "span-fact", "name", 1));

    assertThat(store().tsv("SELECT hex(fact) FROM span_rows WHERE workspace = 'span-fact'"))
        .isEqualTo("00FF0A\n");
  }

  @Test
  default void spanContent_isReadBackWithEveryValue() throws Exception {
    store().insert(SampleRows.content(GEN, "content-values", "input", 1));

    assertThat(store().columns("SELECT * FROM span_content WHERE workspace = 'content-values'"))
        .isEqualTo(
            """
            workspace=content-values
            trace_id=0123456789abcdef0123456789abcdef
            span_id=0123456789abcdef
            input=input
            output=output
            messages=[]
            attributes={'gen_ai.system':'openai'}
            resource={'service.name':'service'}
            events=[{}]
            links=[{},{}]
            raw=raw
            """);
  }

  @Test
  default void whatOnlyTheAttributesSay_isPutBack() throws Exception {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("model", "gpt");
    attributes.put("\u00e4", "ü€");
    attributes.put("count", "7");
    attributes.put("input", "");
    store()
        .insert(
            // by key: count, input, model, and 'ä', whose bytes come last; in the span 'ä' is first
            SampleRows.contentByAttributes(
                "content-cut", attributes, "model", "ä", "<==;=7;=;=>", 4, 0, 7, 0, 9, 10, 1, 2),
            SampleRows.contentByAttributes("content-whole", attributes, "", "", "<whole>"),
            SampleRows.contentByAttributes("content-bare", Map.of(), "", "", "<bare>"));

    assertThat(
            store()
                .tsv(
                    "SELECT workspace, input, output, raw FROM span_content"
                        + " WHERE raw LIKE '<%' ORDER BY workspace"))
        .isEqualTo(
            """
            content-bare\t\t\t<bare>
            content-cut\tgpt\tü€\t<ä=ü€=;count=7;input=;model=gpt>
            content-whole\t\t\t<whole>
            """);
  }

  @Test
  default void trace_isReadBackWithEveryValue() throws Exception {
    store()
        .insert(
            SampleRows.trace(
                GEN,
                "trace-values",
                TRACE_ID,
                7,
                SampleRows.part("session", "user", "agent", 0, 9)));

    assertThat(store().columns("SELECT * FROM traces WHERE workspace = 'trace-values'"))
        .isEqualTo(
            """
            workspace=trace-values
            experiment_id=experiment
            trace_id=0123456789abcdef0123456789abcdef
            name=name
            service_name=service
            agent_name=agent
            start_time=2026-11-21 10:20:30.123456789
            duration_ns=2000000000
            end_time=2026-11-21 10:20:32.123456789
            session_id=session
            user_id=user
            sessions=['session','session-2']
            users=['user','user-2']
            status=OK
            root_seen=true
            open_spans=1
            span_count=2
            error_count=3
            llm_calls=4
            llm_errors=5
            tool_calls=6
            tool_errors=7
            turns=8
            input_tokens=101
            output_tokens=102
            cache_read_tokens=103
            cache_write_tokens=104
            reasoning_tokens=105
            cost_usd=1.000000000001
            unpriced_calls=9
            emitter_cost_usd=1.000000000002
            computed_cost_usd=1.000000000003
            models=['gpt-x']
            tools=['terminal']
            dialects=['semconv']
            request_preview=request of 0123456789abcdef0123456789abcdef
            response_preview=response of 0123456789abcdef0123456789abcdef
            tags={'tag':''}
            received_time=2026-11-21 10:20:33.123456789
            updated_time=2026-11-21 10:20:34.123456789
            version=7
            parts=[('session','user','agent',1,2,3,4,11,12,13,14,15,0.500000000001,\
            '2026-11-21 10:20:30.123456789','2026-11-21 10:20:31.123456789',5,6,9,\
            ['model of agent'],['tool of agent'])]
            noise=true
            input_cost_usd=0.600000000001
            output_cost_usd=0.4
            cache_saved_usd=0.300000000001
            part_costs=[(0.3,0.200000000001,-0.100000000001)]
            """);
  }

  @Test
  default void deadLetter_isReadBackWithEveryValue() throws Exception {
    store().insert(SampleRows.deadLetter(GEN, "dead", "not protobuf", 1));

    assertThat(store().columns("SELECT * FROM dead_letters WHERE workspace = 'dead'"))
        .isEqualTo(
            """
            received_time=2026-11-21 10:20:30.123456789
            workspace=dead
            topic=otlp.spans.v1
            partition=3
            offset=1099511627776
            position=-1
            reason=not protobuf
            bytes=bytes
            """);
  }

  @Test
  default void row_isReplacedByTheHigherVersionInAnyOrder() throws Exception {
    SpanRow older = SampleRows.span(GEN, "versions", "older", 1);
    SpanRow newer = SampleRows.span(GEN, "versions", "newer", 2);

    store().insert(newer, older, newer, older);

    assertThat(store().tsv("SELECT name FROM spans WHERE workspace = 'versions'"))
        .isEqualTo("newer\n");
  }

  @Test
  default void versionAbove63Bits_isStillTheHigher() throws Exception {
    store()
        .insert(
            SampleRows.content(GEN, "unsigned", "higher", -1L),
            SampleRows.content(GEN, "unsigned", "lower", Long.MAX_VALUE));

    assertThat(store().tsv("SELECT input FROM span_content WHERE workspace = 'unsigned'"))
        .isEqualTo("higher\n");
  }

  @Test
  default void views_showTheGenerationOfTheNewestSwitch() throws Exception {
    try (ContractStore store = ContractStore.open(store().endpoint())) {
      store.insert(
          SampleRows.span(1, "w", "first", 1),
          SampleRows.span(2, "w", "second", 1),
          SampleRows.usage(1, "w", 1, 10, 1),
          SampleRows.usage(2, "w", 1, 20, 1));
      String both = "SELECT (SELECT name FROM spans), (SELECT calls FROM usage_1m)";
      assertThat(store.tsv(both)).isEqualTo("first\t10\n");

      store.execute("INSERT INTO generations (gen) SELECT 2");

      assertThat(store.tsv(both)).isEqualTo("second\t20\n");
    }
  }

  @Test
  default void query_givesPlainValuesInOrderAndTakesParameters() throws Exception {
    List<Map<String, Object>> rows =
        store()
            .reader()
            .query(
                """
                SELECT {text:String} AS text, toInt64(-1) AS number, [['a'], []] AS lists,
                    CAST('ERROR', 'Enum8(\\'ERROR\\' = 2)') AS status, map('k', toInt64(1)) AS map,
                    [tuple('b', toInt64(2))] AS tuples, toDecimal128('0.5', 12) AS decimal,
                    NULL AS nothing, true AS truth
                """,
                Map.of("text", "it's"));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{text=it's, number=-1, lists=[[a], []], status=ERROR, map={k=1}, tuples=[[b, 2]],"
                + " decimal=0.500000000000, nothing=null, truth=true}");
  }

  @Test
  default void query_thatIsWrong_isRefusedWithTheServersCode() {
    assertThatThrownBy(() -> store().reader().query("SELECT no_such_column", Map.of()))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(47));
  }

  @Test
  default void bytesThatAreNoRow_areRefused() {
    assertThatThrownBy(
            () ->
                store()
                    .writer()
                    .insert(Table.SPANS.insertStatement(), ByteBuffer.wrap(new byte[] {1, 2, 3})))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  default void missingTable_isRetryable() {
    assertThatThrownBy(
            () ->
                store()
                    .writer()
                    .insert(
                        "INSERT INTO no_such_table (a) FORMAT RowBinary",
                        ByteBuffer.wrap(new byte[] {1})))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  default void serverThatIsAway_isRetryable() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    ClickHouseEndpoint away =
        new ClickHouseEndpoint(URI.create("http://127.0.0.1:" + port), "default", "", "millrace");
    SpanRow row = SampleRows.span(GEN, "away", "name", 1);

    try (TableWriter writer = new TableWriter(away)) {
      assertThatThrownBy(
              () ->
                  writer.insert(
                      Table.SPANS.insertStatement(), ByteBuffer.wrap(Table.SPANS.encode(row))))
          .isInstanceOf(UnavailableException.class);
    }
  }
}
