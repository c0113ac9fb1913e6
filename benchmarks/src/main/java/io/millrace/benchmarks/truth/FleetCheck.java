// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.truth;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds every public view against the truth of a fleet, in one workspace that has nothing else. */
public final class FleetCheck {
  private final Sql sql;
  private final String workspace;
  private final FleetTruth truth;
  private final long mayBeDuplicate;

  /**
   * What one view was asked and answered.
   *
   * @param view its name
   * @param by what the numbers were broken down by
   * @param compared how many numbers were compared
   * @param differences one line for each number that is not as in the truth
   */
  public record Answer(String view, Breakdown by, int compared, List<String> differences) {
    public Answer {
      differences = List.copyOf(differences);
    }

    public boolean right() {
      return differences.isEmpty();
    }
  }

  /**
   * A check.
   *
   * @param mayBeDuplicate spans of requests that were sent again without knowing whether the first
   *     sending had arrived: they may or may not be in the ledger as duplicates
   */
  public FleetCheck(Sql sql, String workspace, FleetTruth truth, long mayBeDuplicate) {
    this.sql = sql;
    this.workspace = workspace;
    this.truth = truth;
    this.mayBeDuplicate = mayBeDuplicate;
  }

  /** Spans of the workspace that are in the views. */
  public static long visibleSpans(Sql sql, String workspace) throws IOException {
    return number(
            sql.query(
                    "SELECT sum(first_seen) AS n FROM ledger_1m WHERE workspace = {workspace:String}",
                    Map.of("workspace", workspace))
                .get(0)
                .get("n"))
        .longValueExact();
  }

  /** Asks every view once. */
  public List<Answer> answers() throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (ViewQuestion question : ViewQuestion.ALL) {
      answers.add(answer(question));
    }
    return answers;
  }

  private Answer answer(ViewQuestion question) throws IOException {
    Map<String, Map<Measure, BigDecimal>> told = told(question);
    Map<String, Map<Measure, Long>> is = truth.of(question.by());
    Set<String> keys = new TreeSet<>(told.keySet());
    keys.addAll(is.keySet());
    int compared = 0;
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      for (Measure measure : new TreeSet<>(question.columns().keySet())) {
        BigDecimal seen = told.getOrDefault(key, Map.of()).getOrDefault(measure, BigDecimal.ZERO);
        BigDecimal expected =
            measure.number(is.getOrDefault(key, Map.of()).getOrDefault(measure, 0L));
        compared++;
        if (!agrees(measure, seen, expected)) {
          differences.add(difference(question, key, measure, seen, expected));
        }
      }
    }
    return new Answer(question.view(), question.by(), compared, differences);
  }

  private boolean agrees(Measure measure, BigDecimal seen, BigDecimal expected) {
    BigDecimal excess = seen.subtract(expected);
    BigDecimal allowed =
        BigDecimal.valueOf(measure == Measure.DUPLICATE_SPANS ? mayBeDuplicate : 0);
    return excess.signum() >= 0 && excess.compareTo(allowed) <= 0;
  }

  private static String difference(
      ViewQuestion question, String key, Measure measure, BigDecimal seen, BigDecimal expected) {
    String where =
        question.by() == Breakdown.TOTAL
            ? ""
            : " of " + question.by().name().toLowerCase(Locale.ROOT) + " '" + key + "'";
    return "%s.%s%s: %s is told, %s is true"
        .formatted(
            question.view(),
            measure.column(),
            where,
            seen.toPlainString(),
            expected.toPlainString());
  }

  private Map<String, Map<Measure, BigDecimal>> told(ViewQuestion question) throws IOException {
    Map<String, Map<Measure, BigDecimal>> told = new HashMap<>();
    for (Map<String, Object> row : sql.query(question.sql(), Map.of("workspace", workspace))) {
      Map<Measure, BigDecimal> numbers = new EnumMap<>(Measure.class);
      question
          .columns()
          .keySet()
          .forEach(measure -> numbers.put(measure, number(row.get(measure.column() + "_"))));
      told.put(row.get("key_").toString(), numbers);
    }
    return told;
  }

  /** SQL's NULL is the sum of nothing known. */
  private static BigDecimal number(Object value) {
    return value == null ? BigDecimal.ZERO : new BigDecimal(value.toString());
  }
}
