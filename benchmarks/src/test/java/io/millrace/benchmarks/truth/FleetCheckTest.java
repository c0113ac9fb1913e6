// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check that cannot fail proves nothing: here it is lied to. */
class FleetCheckTest {
  private static final FleetPlan PLAN = FleetPlan.of(5, 500, Instant.parse("2026-11-20T10:00:00Z"));

  private final Fleet fleet = new Fleet(PLAN);

  @BeforeEach
  void tell() {
    fleet.onTime().forEachRemaining(request -> {});
  }

  @Test
  void views_thatTellTheTruth_areRight() throws IOException {
    List<FleetCheck.Answer> answers = check(this::truthful, 0).answers();

    assertThat(answers).allMatch(FleetCheck.Answer::right);
    assertThat(answers).extracting(FleetCheck.Answer::compared).allMatch(compared -> compared > 0);
  }

  @Test
  void everyNumber_thatIsOneOff_isToldInEachViewThatHasIt() throws IOException {
    for (Measure measure : Measure.values()) {
      Fleet other = new Fleet(PLAN);
      other.onTime().forEachRemaining(request -> {});
      other.truth().add(Map.of(), measure, 1);

      List<String> wrong = wrong(new FleetCheck(this::truthful, "w", other.truth(), 0));

      long asked =
          ViewQuestion.ALL.stream()
              .filter(question -> question.by() == Breakdown.TOTAL)
              .filter(question -> question.columns().containsKey(measure))
              .count();
      assertThat(asked).as("views that are asked for %s", measure).isPositive();
      assertThat(wrong).hasSize((int) asked).allMatch(line -> line.contains(measure.column()));
    }
  }

  @Test
  void key_thatIsMissing_isTold() throws IOException {
    Sql withoutOneUser =
        (sql, parameters) -> {
          List<Map<String, Object>> rows = truthful(sql, parameters);
          rows.removeIf(row -> row.get("key_").equals("user-7"));
          return rows;
        };

    assertThat(wrong(check(withoutOneUser, 0)))
        .isNotEmpty()
        .allMatch(line -> line.contains("of user 'user-7': 0 is told"));
  }

  @Test
  void duplicates_ofUnsureRequests_mayBeThereOrNot() throws IOException {
    long told = fleet.truth().total(Measure.DUPLICATE_SPANS);
    Sql hundredMore =
        (sql, parameters) -> {
          List<Map<String, Object>> rows = truthful(sql, parameters);
          rows.forEach(row -> row.computeIfPresent("duplicate_spans_", (name, is) -> told + 100));
          return rows;
        };

    assertThat(wrong(check(hundredMore, 100))).isEmpty();
    assertThat(wrong(check(hundredMore, 99))).hasSize(1);
  }

  private FleetCheck check(Sql sql, long mayBeDuplicate) {
    return new FleetCheck(sql, "w", fleet.truth(), mayBeDuplicate);
  }

  private static List<String> wrong(FleetCheck check) throws IOException {
    return check.answers().stream().flatMap(answer -> answer.differences().stream()).toList();
  }

  /** Answers as views would whose every number is right. */
  private List<Map<String, Object>> truthful(String sql, Map<String, Object> parameters) {
    ViewQuestion question =
        ViewQuestion.ALL.stream()
            .filter(known -> known.sql().equals(sql))
            .findFirst()
            .orElseThrow();
    List<Map<String, Object>> rows = new ArrayList<>();
    fleet
        .truth()
        .of(question.by())
        .forEach(
            (key, sums) -> {
              Map<String, Object> row = new HashMap<>(Map.of("key_", key));
              question
                  .columns()
                  .keySet()
                  .forEach(
                      measure ->
                          row.put(
                              measure.column() + "_",
                              measure.number(sums.getOrDefault(measure, 0L))));
              rows.add(row);
            });
    return rows;
  }
}
