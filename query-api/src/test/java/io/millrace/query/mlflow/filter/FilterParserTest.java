// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.mlflow.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** MLflow's grammar: what each filter means, and what is said of those that mean nothing. */
class FilterParserTest {
  private static final Path FILTERS =
      Path.of("src", "test", "resources", "io", "millrace", "query", "mlflow", "filters.txt");

  static Stream<String> filters() throws IOException {
    return Files.readAllLines(FILTERS).stream().filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filter_meansWhatTheTableSays(String line) throws FilterException {
    String[] parts = line.split(" -> ", 2);

    assertThat(shown(FilterParser.parse(parts[0]))).isEqualTo(parts[1]);
  }

  @Test
  void emptyFilter_hasNoClauses() throws FilterException {
    assertThat(FilterParser.parse("  ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "status = 'OK' OR status = 'ERROR' | expected AND, found 'OR' at position 14",
        "status = 'OK' AND | expected a name such as tags.team, found the end",
        "NOT status = 'OK' | NOT",
        "(status = 'OK') | found '(' at position 0",
        "status 'OK' | expected a comparator, found 'OK' at position 7",
        "status = OK | Expected a quoted string value (e.g. 'my-value'), found 'OK' at position 9",
        "status = 1 | Expected a quoted string value (e.g. 'my-value'), found '1' at position 9",
        "timestamp > 'now' | Expected a numeric value, found 'now' at position 12",
        "timestamp LIKE '1%' | Invalid comparator LIKE of 'timestamp'",
        "tags.team IN ('a') | Invalid comparator IN of 'tags.team'",
        "tags.team > 'a' | Invalid comparator > of 'tags.team'",
        "metadata.k IN ('a') | Invalid comparator IN of 'metadata.k'",
        "span.content = 'x' | Invalid comparator = of 'span.content'",
        "span.duration = 'x' | Invalid span attribute 'span.duration'",
        "feedback.score > 'a' | Expected a numeric value, found 'a'",
        "feedback.score = 1 | Expected a quoted string value (e.g. 'my-value'), found '1'",
        "feedback.score IN ('a') | Invalid comparator IN",
        "issue.id != 'x' | Invalid comparator != of 'issue.id'",
        "issue.name = 'x' | Invalid issue attribute 'issue.name'",
        "params.x = 'y' | Invalid entity type 'params'",
        "color = 'red' | Invalid trace attribute 'color'",
        "status IN () | Expected a quoted string value (e.g. 'my-value'), found ')' at position 11",
        "status IN ('a' 'b') | Expected ')', found 'b' at position 15",
        "status IS 'OK' | Expected NULL, found 'OK'",
        "name RLIKE '(' | Invalid regular expression '('",
        "status = 'OK | cannot read ''OK' at position 9",
        "status = 'OK'; DROP TABLE x | cannot read '; DROP TABLE x' at position 13",
        "timestamp > 99999999999999999999 | Expected a number of 64 bits",
      })
  void wrongFilter_isNamed(String filter, String message) {
    assertThatThrownBy(() -> FilterParser.parse(filter))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining(message);
  }

  @Test
  void filterOfManyValues_isRefused() {
    String values =
        Stream.generate(() -> "'a'").limit(1001).collect(Collectors.joining(",", "(", ")"));

    assertThatThrownBy(() -> FilterParser.parse("name IN " + values))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("at most 1000 values");
    assertThatThrownBy(() -> FilterParser.parse(" ".repeat(20_001)))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("at most 20000 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timestamp DESC | TIMESTAMP_MS false, TRACE_ID true",
        "timestamp_ms | TIMESTAMP_MS true, TRACE_ID true",
        "execution_time asc | EXECUTION_TIME_MS true, TIMESTAMP_MS false, TRACE_ID true",
        "attributes.status DESC | STATUS false, TIMESTAMP_MS false, TRACE_ID true",
        "experiment_id | EXPERIMENT_ID true, TIMESTAMP_MS false, TRACE_ID true",
        "request_id DESC | TRACE_ID false, TIMESTAMP_MS false",
        "tag.team | TAG true, TIMESTAMP_MS false, TRACE_ID true"
      })
  void order_isTotal(String orderBy, String order) throws FilterException {
    assertThat(
            OrderParser.parse(List.of(orderBy)).stream()
                .map(each -> each.operand() + " " + each.ascending())
                .collect(Collectors.joining(", ")))
        .isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource({"color", "timestamp SIDEWAYS", "timestamp ASC DESC", "span.name", "text", "'= ASC'"})
  void wrongOrder_isNamed(String orderBy) {
    assertThatThrownBy(() -> OrderParser.parse(List.of(orderBy)))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining(orderBy.split(" ", 2)[0]);
  }

  @Test
  void orderTwiceByOne_isNamed() {
    assertThatThrownBy(() -> OrderParser.parse(List.of("timestamp", "timestamp_ms DESC")))
        .hasMessageContaining("duplicate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trace.status = 'OK' | STATUS = [OK]",
        "trace.tag.team = 'search' | TAG team = [search]",
        "trace.metadata.`mlflow.trace.session` = 's' | SESSION = [s]",
        "trace.metadata.deployment = 's' | METADATA deployment = [s]",
        "span.type = 'TOOL' | SPAN_TYPE = [TOOL]",
        "assessment.name = 'helpful' | ASSESSMENT_NAME = [helpful]"
      })
  void metricFilter_isOneEquality(String filter, String meaning) throws FilterException {
    assertThat(shown(List.of(MetricFilterParser.parse(filter.strip())))).isEqualTo(meaning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trace.status != 'OK'",
        "trace.name = 'x'",
        "trace.status = 'OK' AND span.name = 'x'",
        "span.name = 1"
      })
  void wrongMetricFilter_isNamed(String filter) {
    assertThatThrownBy(() -> MetricFilterParser.parse(filter))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining(filter);
  }

  private static String shown(List<Comparison> comparisons) {
    return comparisons.stream()
        .map(
            c ->
                c.operand()
                    + (c.key().isEmpty() ? " " : " " + c.key() + " ")
                    + c.operator().word()
                    + " "
                    + c.values())
        .collect(Collectors.joining("; "));
  }
}
