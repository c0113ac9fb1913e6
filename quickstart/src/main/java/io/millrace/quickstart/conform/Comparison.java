// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import io.millrace.quickstart.conform.FactResult.Telling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the views told of a workspace, to be held against a truth. */
final class Comparison {
  private final Map<ViewQuestion, Map<String, Object>> answers;
  private final int times;

  /**
   * A comparison.
   *
   * @param answers the row of each view, by column
   * @param times how often every request was sent
   */
  Comparison(Map<ViewQuestion, Map<String, Object>> answers, int times) {
    this.answers = answers;
    this.times = times;
  }

  /** Facts that are asked, then those that are not. */
  List<FactResult> with(Truth truth, String workspace) {
    List<FactResult> results = new ArrayList<>();
    truth.facts().forEach((field, is) -> results.add(compare(field, is, workspace)));
    results.sort(Comparator.comparingInt(Comparison::order));
    results.addAll(notAsked(truth));
    return results;
  }

  /** Facts of a client whose protocol is not taken. */
  static List<FactResult> notTaken(Truth truth) {
    List<FactResult> results = new ArrayList<>();
    truth
        .facts()
        .forEach((field, is) -> results.add(FactResult.notAsked(field, Verdict.NOT_TAKEN, is)));
    results.sort(Comparator.comparingInt(Comparison::order));
    results.addAll(notAsked(truth));
    return results;
  }

  private static List<FactResult> notAsked(Truth truth) {
    List<FactResult> results = new ArrayList<>();
    truth
        .notSent()
        .forEach((field, why) -> results.add(FactResult.notAsked(field, Verdict.NOT_SENT, why)));
    truth
        .toBeChecked()
        .forEach(field -> results.add(FactResult.notAsked(field, Verdict.TO_BE_CHECKED, "")));
    results.sort(Comparator.comparing(FactResult::field));
    return results;
  }

  private static int order(FactResult result) {
    return Fact.ofField(result.field()).map(Fact::ordinal).orElse(Integer.MAX_VALUE);
  }

  private FactResult compare(String field, Object is, String workspace) {
    Optional<Fact> fact = Fact.ofField(field);
    if (fact.isEmpty()) {
      return new FactResult(field, Verdict.WRONG, is, List.of(), "");
    }
    List<Telling> tellings = tellings(fact.get(), is);
    boolean right = !tellings.isEmpty() && tellings.stream().allMatch(Telling::right);
    return new FactResult(
        field,
        right ? Verdict.RIGHT : Verdict.WRONG,
        PlainValue.of(is),
        tellings,
        right ? "" : fact.get().closerLook(workspace));
  }

  private List<Telling> tellings(Fact fact, Object is) {
    Map<String, Object> columns = fact.columns(is, times);
    List<Telling> tellings = new ArrayList<>();
    answers.forEach(
        (question, row) ->
            columns.forEach(
                (column, value) -> {
                  if (row.containsKey(column)) {
                    tellings.add(telling(question, fact, column, value, row.get(column)));
                  }
                }));
    tellings.sort(Comparator.comparing(telling -> !telling.column().equals(fact.field())));
    return tellings;
  }

  private static Telling telling(
      ViewQuestion question, Fact fact, String column, Object value, Object told) {
    Object is = PlainValue.of(value);
    Object seen = PlainValue.of(told);
    return new Telling(question.view(), column, is, seen, fact.holds(question, is, seen));
  }
}
