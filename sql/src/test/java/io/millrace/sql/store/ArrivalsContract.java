// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.audit.Difference;
import io.millrace.sql.audit.ViewCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces by arrival: what is written of a trace is there once, as it was written last. */
interface ArrivalsContract extends StoreTests {
  @Test
  default void changedTrace_isInItsPlaceAsItWasToldLast() throws Exception {
    for (long version : List.of(2L, 7L, 3L)) {
      store().insert(SampleRows.trace(GEN, "arrivals", "t", version));
    }

    assertThat(
            store()
                .tsv(
                    "SELECT first_version, trace_id, version, service_name, sessions"
                        + " FROM trace_arrivals FINAL WHERE workspace = 'arrivals'"))
        .isEqualTo("1\tt\t7\tservice\t['session','session-2']\n");
  }

  @Test
  default void tracesOfASession_areFoundByAnIndex() throws Exception {
    store().insert(SampleRows.trace(GEN, "arrivals-session", "t", 1));

    String plan =
        store()
            .tsv(
                "EXPLAIN indexes = 1 SELECT * FROM trace_arrivals FINAL"
                    + " WHERE workspace = 'arrivals-session' AND has(sessions, 'session')");

    assertThat(plan).contains("session_ids");
  }

  @Test
  default void traceThatIsNotTheSame_isFoundByTheAudit() throws Exception {
    ViewCheck check =
        ViewCheck.bundled().stream()
            .filter(each -> each.name().equals("trace_arrivals"))
            .findFirst()
            .orElseThrow();
    store().insert(SampleRows.trace(GEN, "arrivals-odd", "t", 1));
    assertThat(check.run(store().reader(), 100)).isEmpty();

    store()
        .execute(
            "INSERT INTO trace_arrivals (gen, workspace, trace_id, first_version, version)"
                + " VALUES (1, 'arrivals-odd', 't', 1, 2)");

    assertThat(check.run(store().reader(), 100))
        .extracting(Difference::workspace)
        .containsExactly("arrivals-odd");
    store().execute("DELETE FROM trace_arrivals WHERE workspace = 'arrivals-odd' AND version = 2");
  }
}
