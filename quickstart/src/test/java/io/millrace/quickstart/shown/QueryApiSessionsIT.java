// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static io.millrace.quickstart.shown.CorpusApi.SCOPE;
import static io.millrace.quickstart.shown.CorpusApi.WORKSPACE;
import static io.millrace.quickstart.shown.CorpusApi.column;
import static io.millrace.quickstart.shown.CorpusApi.documented;
import static io.millrace.quickstart.shown.CorpusApi.encoded;
import static io.millrace.quickstart.shown.CorpusApi.fields;
import static io.millrace.quickstart.shown.CorpusApi.get;
import static io.millrace.quickstart.shown.CorpusApi.list;
import static io.millrace.quickstart.shown.CorpusApi.paged;
import static io.millrace.quickstart.shown.CorpusApi.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions over HTTP, on what real clients sent: those of the views. */
class QueryApiSessionsIT {
  @BeforeAll
  static void send() throws Exception {
    assertThat(CorpusApi.running()).isNotNull();
  }

  @Test
  void sessions_haveTheNumbersOfTheView() throws Exception {
    List<String> told =
        list(get("/api/v1/sessions?" + SCOPE).path("sessions")).stream()
            .map(
                session ->
                    String.join(
                        " ",
                        session.path("session_id").textValue(),
                        session.path("input_tokens").asText(),
                        session.path("tool_calls").asText(),
                        session.path("cost_usd").textValue()))
            .toList();

    assertThat(told)
        .isNotEmpty()
        .containsExactlyElementsOf(
            column(
                "SELECT concat(session_id, ' ', toString(input_tokens), ' ', toString(tool_calls),"
                    + " ' ', toString(cost_usd)) FROM sessions WHERE workspace = {workspace:String}"
                    + " ORDER BY start_time DESC, session_id DESC"));
  }

  @Test
  void newestSessionsPageByPage_areInTheOrderOfTheView() throws Exception {
    assertThat(paged("sessions", "session_id"))
        .hasSizeGreaterThan(2)
        .containsExactlyElementsOf(
            column(
                "SELECT session_id FROM sessions WHERE workspace = {workspace:String}"
                    + " ORDER BY start_time DESC, session_id DESC, experiment_id DESC"));
  }

  @Test
  void session_isReplayedOverItsTraces() throws Exception {
    String session =
        column(
                "SELECT session_id FROM sessions WHERE workspace = {workspace:String}"
                    + " ORDER BY traces DESC, session_id")
            .get(0);
    JsonNode answer =
        get("/api/v1/sessions/" + encoded(session).replace("+", "%20") + "?workspace=" + WORKSPACE);
    List<JsonNode> turns = list(answer.path("turns"));

    assertThat(turns).hasSize(answer.path("session").path("traces").intValue());
    assertThat(sum(turns, "input_tokens"))
        .isEqualByComparingTo(answer.path("session").path("input_tokens").decimalValue());
    assertThat(fields(answer.path("session"))).isEqualTo(documented("Session"));
    assertThat(fields(turns.get(0))).isEqualTo(documented("Turn"));
  }
}
