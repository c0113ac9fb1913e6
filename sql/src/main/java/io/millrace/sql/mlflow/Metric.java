// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A metric of MLflow's {@code traces/metrics} (MLflow 3.17.2), and where the views have it.
 *
 * @param view rows of what
 * @param name as MLflow calls it; both traces and spans have a latency
 * @param sql the value of a row; null = none
 * @param condition which rows have it
 * @param count how many values there are
 * @param aggregations how it may be put together
 * @param dimensions by what it may be told apart
 */
public record Metric(
    View view,
    String name,
    String sql,
    String condition,
    String count,
    Set<Aggregation> aggregations,
    List<String> dimensions) {

  /** Rows of what. */
  public enum View {
    TRACES,
    SPANS,
    ASSESSMENTS
  }

  /** How values are put together. */
  public enum Aggregation {
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    PERCENTILE
  }

  private static final Set<Aggregation> COUNTS = Set.of(Aggregation.COUNT);
  private static final Set<Aggregation> SPREADS =
      Set.of(Aggregation.AVG, Aggregation.MIN, Aggregation.MAX, Aggregation.PERCENTILE);
  private static final Set<Aggregation> SUMS =
      Set.of(
          Aggregation.SUM,
          Aggregation.AVG,
          Aggregation.MIN,
          Aggregation.MAX,
          Aggregation.PERCENTILE);
  private static final List<String> TRACE_NAME = List.of("trace_name");

  /** True and yes are 1, false and no are 0; what is none of these and no number has none. */
  private static final String ASSESSED =
      "multiIf(lower(a.value) IN ('true', '\"yes\"'), 1.,"
          + " lower(a.value) IN ('false', '\"no\"'), 0., toFloat64OrNull(a.value))";

  private static final List<Metric> ALL =
      List.of(
          counted(View.TRACES, "trace_count", "1", "trace_name", "trace_status"),
          new Metric(
              View.TRACES,
              "session_count",
              "arrayJoin(sessions)",
              "1",
              "uniqExact(value)",
              COUNTS,
              List.of()),
          spread(View.TRACES, "latency", "execution_time_ms", "trace_name"),
          tokens("input_tokens", "input_tokens", "total_tokens"),
          tokens("output_tokens", "output_tokens", "total_tokens"),
          tokens("total_tokens", "total_tokens", "total_tokens"),
          tokens("cache_read_input_tokens", "cache_read_tokens", "cache_read_tokens"),
          tokens("cache_creation_input_tokens", "cache_write_tokens", "cache_write_tokens"),
          counted(
              View.SPANS,
              "span_count",
              "1",
              "span_name",
              "span_type",
              "span_status",
              "span_model_name",
              "span_model_provider"),
          spread(
              View.SPANS, "latency", "intDiv(s.duration_ns, 1000000)", "span_name", "span_status"),
          cost("input_cost", "input_cost_usd"),
          cost("output_cost", "output_cost_usd"),
          cost("total_cost", "cost_usd"),
          counted(View.ASSESSMENTS, "assessment_count", "1", "assessment_name", "assessment_value"),
          spread(View.ASSESSMENTS, "assessment_value", ASSESSED, "assessment_name"));

  public Metric {
    aggregations = Set.copyOf(aggregations);
    dimensions = List.copyOf(dimensions);
  }

  private static Metric counted(View view, String name, String sql, String... dimensions) {
    return new Metric(view, name, sql, "1", "count()", COUNTS, List.of(dimensions));
  }

  private static Metric spread(View view, String name, String sql, String... dimensions) {
    return new Metric(view, name, sql, "1", "count()", SPREADS, List.of(dimensions));
  }

  /** Of traces that tell any of them: a mean is not one over those that tell none. */
  private static Metric tokens(String name, String column, String told) {
    return new Metric(View.TRACES, name, column, told + " > 0", "count()", SUMS, TRACE_NAME);
  }

  /** Summed up as the decimals that they are. */
  private static Metric cost(String name, String column) {
    return new Metric(
        View.SPANS,
        name,
        "s." + column,
        "s.owns_usage",
        "count()",
        SUMS,
        List.of("span_model_name", "span_model_provider"));
  }

  /** The metric of a view by its name; empty = there is none. */
  public static Optional<Metric> of(View view, String name) {
    return ALL.stream()
        .filter(metric -> metric.view == view && metric.name.equals(name))
        .findFirst();
  }

  /** The names of a view's metrics. */
  public static List<String> names(View view) {
    return ALL.stream().filter(metric -> metric.view == view).map(Metric::name).toList();
  }
}
