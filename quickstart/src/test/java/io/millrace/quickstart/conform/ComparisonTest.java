// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final String WORKSPACE = "it's mine";
  private final Map<ViewQuestion, Map<String, Object>> answers = new EnumMap<>(ViewQuestion.class);

  @Test
  void number_isRightInAnyFormThatMeansTheSame() {
    told(ViewQuestion.TRACES, "list_price_usd", new BigDecimal("0.000450000000"));
    told(ViewQuestion.TRACES, "cost_usd", new BigDecimal("0.00045"));
    told(ViewQuestion.TRACES, "unpriced_calls", 0L);

    assertThat(verdict("list_price_usd", new BigDecimal("0.00045"))).isEqualTo(Verdict.RIGHT);
  }

  @Test
  void fact_isWrongIfOneViewTellsSomethingElse() {
    told(ViewQuestion.TRACES, "input_tokens", 7L);
    told(ViewQuestion.USAGE_1M, "input_tokens", 8L);

    FactResult result = result("input_tokens", 7);

    assertThat(result.verdict()).isEqualTo(Verdict.WRONG);
    assertThat(result.told().orElseThrow().view()).isEqualTo("usage_1m");
    assertThat(result.closerLook()).contains("workspace = 'it\\'s mine'");
  }

  @Test
  void fact_isWrongIfWhatFollowsFromItIs() {
    told(ViewQuestion.SPANS, "tool_calls", Map.of("find", 2));
    told(ViewQuestion.TRACES, "tool_calls_total", 3);

    assertThat(verdict("tool_calls", Map.of("find", 2))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void fact_thatIsNullOrThatNoViewTellsIsWrong() {
    told(ViewQuestion.TRACES, "emitter_cost_usd", null);

    assertThat(verdict("emitter_cost_usd", 0)).isEqualTo(Verdict.WRONG);
    assertThat(verdict("turns", 1)).isEqualTo(Verdict.WRONG);
    assertThat(verdict("no_such_fact", 1)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void toolCall_thatOnlyMessagesTellHasNoSpan() {
    told(ViewQuestion.SPANS, "tool_calls", Map.of("find", 1));
    told(ViewQuestion.TOOL_CALLS_1M, "tool_calls", Map.of("find", 2));

    assertThat(verdict("tool_calls", Map.of("find", 2))).isEqualTo(Verdict.RIGHT);
    told(ViewQuestion.SPANS, "tool_calls", Map.of("find", 3));
    assertThat(verdict("tool_calls", Map.of("find", 2))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void names_areASet() {
    told(ViewQuestion.SESSIONS, "sessions", List.of("b", "a"));

    assertThat(verdict("sessions", List.of("a", "b"))).isEqualTo(Verdict.RIGHT);
    assertThat(verdict("sessions", List.of("a"))).isEqualTo(Verdict.WRONG);
    assertThat(verdict("sessions", List.of())).isEqualTo(Verdict.WRONG);
  }

  @Test
  void model_mayBeToldByItsDatedName() {
    told(ViewQuestion.TRACES, "models", List.of("gpt-4o-mini-2024-07-18", "claude-x-20250929"));

    assertThat(verdict("models", List.of("gpt-4o-mini", "claude-x-20250929")))
        .isEqualTo(Verdict.RIGHT);
    assertThat(verdict("models", List.of("gpt-4o-mini"))).isEqualTo(Verdict.WRONG);
    assertThat(verdict("models", List.of("gpt-4o", "claude-x"))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void spans_areCountedAsOftenAsTheyWereSent() {
    told(ViewQuestion.LEDGER_1M, "spans", 14L);

    Truth truth = new Truth(Map.of("spans", 7), Map.of(), Set.of(), "");
    assertThat(new Comparison(answers, 2).with(truth, WORKSPACE).get(0).verdict())
        .isEqualTo(Verdict.RIGHT);
    assertThat(verdict("spans", 7)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void notSentAndToBeChecked_areNotAsked() {
    Truth truth = new Truth(Map.of(), Map.of("users", "hashed"), Set.of("turns"), "");

    assertThat(new Comparison(answers, 1).with(truth, WORKSPACE))
        .extracting(FactResult::field, FactResult::verdict)
        .containsExactly(tuple("turns", Verdict.TO_BE_CHECKED), tuple("users", Verdict.NOT_SENT));
  }

  @Test
  void factsOfAProtocolThatIsNotTaken_areNeverRight() {
    Truth truth = new Truth(Map.of("turns", 1), Map.of(), Set.of(), "");

    assertThat(Comparison.notTaken(truth))
        .extracting(FactResult::verdict)
        .containsExactly(Verdict.NOT_TAKEN);
  }

  private void told(ViewQuestion view, String column, Object value) {
    answers.computeIfAbsent(view, key -> new HashMap<>()).put(column, value);
  }

  private Verdict verdict(String field, Object is) {
    return result(field, is).verdict();
  }

  private FactResult result(String field, Object is) {
    Truth truth = new Truth(Map.of(field, is), Map.of(), Set.of(), "");
    return new Comparison(answers, 1).with(truth, WORKSPACE).get(0);
  }
}
