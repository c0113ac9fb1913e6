// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static io.millrace.sql.store.SampleRows.part;
import static io.millrace.sql.store.SampleRows.trace;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sessions and users are made of the parts of traces. */
interface SessionsContract extends StoreTests {
  @Test
  default void session_isTheSumOfItsPartsOverTraces() throws Exception {
    store()
        .insert(
            trace(
                GEN,
                "sessions",
                "t1",
                1,
                part("s1", "u1", "a1", 0, 0),
                part("s1", "u1", "a2", 1, 1)),
            trace(
                GEN,
                "sessions",
                "t2",
                1,
                part("s1", "u2", "", 7, 0),
                part("s2", "u1", "a1", 3, 0)));

    assertThat(
            store()
                .columns("SELECT * FROM sessions WHERE workspace='sessions' AND session_id='s1'"))
        .isEqualTo(
            """
            workspace=sessions
            experiment_id=experiment
            session_id=s1
            users=['u1','u2']
            agents=['a1','a2']
            traces=2
            turns=3
            llm_calls=6
            llm_errors=15
            tool_calls=9
            tool_errors=12
            input_tokens=33
            output_tokens=36
            cache_read_tokens=39
            cache_write_tokens=42
            reasoning_tokens=45
            cost_usd=1.500000000003
            unpriced_calls=18
            start_time=2026-11-21 10:20:30.123456789
            end_time=2026-11-21 10:20:38.123456789
            open=true
            models=['model of ','model of a1','model of a2']
            tools=['tool of ','tool of a1','tool of a2']
            request_preview=request of t1
            response_preview=response of t2
            input_cost_usd=0.9
            output_cost_usd=0.600000000003
            cache_saved_usd=-0.300000000003
            """);
    assertThat(
            store()
                .tsv(
                    "SELECT session_id, open FROM sessions WHERE workspace='sessions'"
                        + " ORDER BY session_id"))
        .isEqualTo("s1\ttrue\ns2\tfalse\n");
  }

  @Test
  default void user_isTheSumOfItsPartsOverTraces() throws Exception {
    store()
        .insert(
            trace(GEN, "users", "t1", 1, part("s1", "u1", "a1", 0, 0)),
            trace(GEN, "users", "t2", 1, part("s2", "u1", "a2", 5, 0)));

    assertThat(store().columns("SELECT * FROM users WHERE workspace = 'users'"))
        .isEqualTo(
            """
            workspace=users
            experiment_id=experiment
            user_id=u1
            sessions=2
            traces=2
            turns=2
            llm_calls=4
            llm_errors=10
            tool_calls=6
            tool_errors=8
            input_tokens=22
            output_tokens=24
            cache_read_tokens=26
            cache_write_tokens=28
            reasoning_tokens=30
            cost_usd=1.000000000002
            unpriced_calls=12
            start_time=2026-11-21 10:20:30.123456789
            end_time=2026-11-21 10:20:36.123456789
            input_cost_usd=0.6
            output_cost_usd=0.400000000002
            cache_saved_usd=-0.200000000002
            """);
  }

  @Test
  default void partsWithoutSessionOrUser_areNoRows() throws Exception {
    store().insert(trace(GEN, "nobody", "t1", 1, part("", "", "a1", 0, 0)));

    assertThat(store().tsv("SELECT * FROM sessions WHERE workspace = 'nobody'")).isEmpty();
    assertThat(store().tsv("SELECT * FROM users WHERE workspace = 'nobody'")).isEmpty();
  }

  @Test
  default void sessionThatBecomesKnownLate_isOneTraceReplaced() throws Exception {
    store()
        .insert(
            trace(GEN, "late", "t1", 1, part("before", "u1", "a1", 0, 0)),
            trace(GEN, "late", "t1", 2, part("after", "u1", "a1", 0, 0)));

    assertThat(store().tsv("SELECT session_id, turns FROM sessions WHERE workspace = 'late'"))
        .isEqualTo("after\t1\n");
  }
}
