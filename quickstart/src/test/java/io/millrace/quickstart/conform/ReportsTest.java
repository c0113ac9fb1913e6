// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.conform.FactResult.Telling;
import io.millrace.quickstart.conform.report.JsonReport;
import io.millrace.quickstart.conform.report.MarkdownReport;
import io.millrace.quickstart.conform.report.TextReport;
import io.millrace.quickstart.replay.Capture;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final FactResult RIGHT =
      new FactResult("turns", Verdict.RIGHT, BigDecimal.ONE, List.of(telling("traces", 1, 1)), "");
  private static final FactResult WRONG =
      new FactResult(
          "input_tokens",
          Verdict.WRONG,
          new BigDecimal(30),
          List.of(telling("traces", 30, 20), telling("usage_1m", 30, 20), telling("spans", 30, 30)),
          "SELECT 1");
  private static final ClientResult CLIENT =
      new ClientResult(
          "codex",
          "conform-codex-r",
          List.of(RIGHT, WRONG, FactResult.notAsked("users", Verdict.NOT_SENT, "a hash")),
          List.of("skipped 001", "skipped 002", "skipped 003", "skipped 004"),
          List.of());
  private static final ConformReport REPORT =
      new ConformReport("r", "as recorded", List.of(CLIENT));

  @TempDir Path folder;

  private static Telling telling(String view, int truth, int told) {
    return new Telling(
        view, "input_tokens", new BigDecimal(truth), new BigDecimal(told), truth == told);
  }

  @Test
  void text_saysWhatWasExpectedWhatSeenWhereAndHowToLookCloser() {
    assertThat(TextReport.lines(REPORT))
        .contains("codex input_tokens: expected 30, seen 20 in traces, usage_1m")
        .contains("  look closer: millrace sql \"SELECT 1\"")
        .contains("codex: 1 more requests not taken (--json names all)")
        .endsWith("r, as recorded: 1 of 2 facts right (50.0 %); 1 not sent, 0 not taken");
  }

  @Test
  void json_namesEverything() throws Exception {
    JsonNode json = JsonMapper.builder().build().readTree(JsonReport.text(REPORT));

    assertThat(json.path("all_right").asBoolean()).isFalse();
    assertThat(json.path("facts").path("wrong").asInt()).isEqualTo(1);
    JsonNode client = json.path("clients").path(0);
    assertThat(client.path("not_taken")).hasSize(4);
    JsonNode wrong = client.path("facts").path(1);
    assertThat(wrong.path("expected").asText()).isEqualTo("30");
    assertThat(wrong.path("seen").asText()).isEqualTo("20");
    assertThat(wrong.path("views")).hasSize(3);
    assertThat(client.path("facts").path(2).path("reason").asText()).isEqualTo("a hash");
  }

  @Test
  void markdown_saysWhyAFactIsOpen() {
    OpenFacts open = new OpenFacts(Map.of("codex", Map.of("input_tokens", "only in logs")));

    assertThat(MarkdownReport.text(REPORT, open))
        .contains("1 of 2 facts are right")
        .contains("| codex | 1 | `input_tokens`: only in logs | `users`: a hash |")
        .doesNotContain("conform-codex-r");
  }

  @Test
  void nothingAsked_isNotAllRight() {
    assertThat(new ConformReport("r", "as recorded", List.of()).allRight()).isFalse();
    assertThat(REPORT.allRight()).isFalse();
  }

  @Test
  void proposal_isToBeCheckedAndAsksNothing() throws Exception {
    Client client = new Client("c", folder, Truth.NONE, new Capture(List.of(), List.of()));
    Map<ViewQuestion, Map<String, Object>> answers = new EnumMap<>(ViewQuestion.class);
    for (ViewQuestion question : ViewQuestion.values()) {
      answers.put(question, new HashMap<>());
    }
    answers.get(ViewQuestion.TRACES).put("input_tokens", 30L);
    answers.get(ViewQuestion.TOOL_CALLS_1M).put("tool_calls", Map.of("find", 2L));

    Path file = Proposal.write(client, answers);

    JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
    assertThat(json.path("to_be_checked").path("input_tokens").asInt()).isEqualTo(30);
    assertThat(json.path("to_be_checked").path("tool_calls").path("find").asInt()).isEqualTo(2);
    Truth truth = Truth.read(folder);
    assertThat(truth.facts()).isEmpty();
    assertThat(truth.toBeChecked()).containsExactlyInAnyOrder("input_tokens", "tool_calls");
  }
}
