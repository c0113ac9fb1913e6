// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import io.millrace.sql.mlflow.Metric.Aggregation;
import io.millrace.sql.query.ComposedQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question for one metric. Rows have {@code time_bucket} where there is an interval, in
 * milliseconds since the epoch, the dimensions as texts, and {@code value_0}, {@code value_1}, ...:
 * the aggregates in order, null = none. Rows without a dimension's value are left out.
 *
 * @param experimentIds none = all
 * @param aggregates at least one
 * @param comparisons of the trace, of the span or of the assessment; all must hold
 * @param intervalSeconds 0 = not told apart by time
 * @param fromMillis to {@code toMillis}, both inclusive; of the trace's or the span's start
 * @param limit how many rows, from 1
 */
public record TraceMetrics(
    String workspace,
    List<String> experimentIds,
    Metric metric,
    List<Aggregate> aggregates,
    List<String> dimensions,
    List<Comparison> comparisons,
    long intervalSeconds,
    long fromMillis,
    long toMillis,
    int limit,
    long offset) {
  /** The column of the interval. */
  public static final String TIME_BUCKET = "time_bucket";

  private static final String ASSESSED =
      """
      (SELECT * FROM annotations
          WHERE workspace = {workspace:String} AND type = 'ASSESSMENT' AND valid) AS a
      INNER JOIN %s AS t ON t.trace_id = a.trace_id""";

  /**
   * How values are put together.
   *
   * @param percentile 0 to 100, of {@link Aggregation#PERCENTILE} only
   */
  public record Aggregate(Aggregation aggregation, BigDecimal percentile) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Aggregate {
      if (percentile.signum() < 0 || percentile.compareTo(HUNDRED) > 0) {
        throw new IllegalArgumentException("percentile must be 0 to 100, but is " + percentile);
      }
    }

    private String sql(Metric metric) {
      return switch (aggregation) {
        case COUNT -> "toFloat64(%s)".formatted(metric.count());
        case SUM -> "toFloat64(sum(value))";
        case AVG -> "toFloat64(avg(value))";
        case MIN -> "toFloat64(min(value))";
        case MAX -> "toFloat64(max(value))";
        // Linear interpolation between neighbours, as percentile_cont has it.
        case PERCENTILE ->
            "quantileExactInclusive(%s)(toFloat64(value))"
                .formatted(percentile.divide(HUNDRED).toPlainString());
      };
    }
  }

  public TraceMetrics {
    experimentIds = List.copyOf(experimentIds);
    aggregates = List.copyOf(aggregates);
    dimensions = List.copyOf(dimensions);
    comparisons = List.copyOf(comparisons);
    boolean ofOtherRows =
        comparisons.stream()
            .map(c -> c.operand().view())
            .anyMatch(view -> view != Metric.View.TRACES && view != metric.view());
    if (aggregates.isEmpty() || ofOtherRows || !metric.dimensions().containsAll(dimensions)) {
      throw new IllegalArgumentException("%s by %s".formatted(aggregates, dimensions));
    }
  }

  public ComposedQuery query() {
    Binding binding = new Binding();
    binding.put("workspace", workspace);
    List<String> groups = new ArrayList<>();
    if (intervalSeconds > 0) {
      groups.add(TIME_BUCKET);
    }
    groups.addAll(dimensions);
    String text =
        """
        SELECT %s FROM (
        SELECT %s FROM %s
        WHERE %s AND %s AND %s
        ) WHERE %s
        %s
        LIMIT {limit:UInt64} OFFSET {offset:UInt64}"""
            .formatted(
                selected(groups),
                columns(binding),
                source(binding),
                metric.condition(),
                times(binding),
                matching(binding),
                present(),
                groups.isEmpty()
                    ? "HAVING count() > 0"
                    : "GROUP BY %1$s ORDER BY %1$s".formatted(String.join(", ", groups)));
    binding.put("limit", limit);
    binding.put("offset", offset);
    return new ComposedQuery(text, binding.parameters());
  }

  private String selected(List<String> groups) {
    List<String> selected = new ArrayList<>(groups);
    IntStream.range(0, aggregates.size())
        .mapToObj(i -> aggregates.get(i).sql(metric) + " AS value_" + i)
        .forEach(selected::add);
    return String.join(", ", selected);
  }

  private String columns(Binding binding) {
    List<String> columns = new ArrayList<>();
    columns.add(metric.sql() + " AS value");
    if (intervalSeconds > 0) {
      columns.add(
          "intDiv(%1$s, %2$s) * %2$s AS %3$s"
              .formatted(time(), binding.bind(intervalSeconds * 1000), TIME_BUCKET));
    }
    dimensions.forEach(name -> columns.add(Dimension.sql(name) + " AS " + name));
    return String.join(", ", columns);
  }

  private String source(Binding binding) {
    String traces =
        "(SELECT * FROM (%s) WHERE %s)"
            .formatted(
                TraceSearch.traceInfo(comparisons, List.of()),
                TraceSearch.matching(experimentIds, about(Metric.View.TRACES), binding));
    return switch (metric.view()) {
      case TRACES -> traces;
      case SPANS -> Conditions.spans(readsContent(), "SELECT trace_id FROM " + traces);
      case ASSESSMENTS -> ASSESSED.formatted(traces);
    };
  }

  private boolean readsContent() {
    return dimensions.stream().anyMatch(Dimension::ofContent)
        || comparisons.stream().anyMatch(c -> c.operand().place() == Operand.Place.SPAN_CONTENT);
  }

  private String matching(Binding binding) {
    Conditions conditions = new Conditions(binding);
    return switch (metric.view()) {
      case TRACES -> "1";
      case SPANS -> "NOT s.noise AND " + conditions.ofSpan(about(Metric.View.SPANS));
      case ASSESSMENTS -> conditions.ofAssessment(about(Metric.View.ASSESSMENTS));
    };
  }

  private List<Comparison> about(Metric.View view) {
    return comparisons.stream().filter(c -> c.operand().view() == view).toList();
  }

  private String time() {
    return switch (metric.view()) {
      case TRACES -> "timestamp_ms";
      case SPANS -> "toUnixTimestamp64Milli(s.start_time)";
      case ASSESSMENTS -> "t.timestamp_ms";
    };
  }

  private String times(Binding binding) {
    return "%1$s >= %2$s AND %1$s <= %3$s"
        .formatted(time(), binding.bind(fromMillis), binding.bind(toMillis));
  }

  private String present() {
    return Stream.concat(
            Stream.of("value IS NOT NULL"), dimensions.stream().map("%s != ''"::formatted))
        .collect(Collectors.joining(" AND "));
  }
}
