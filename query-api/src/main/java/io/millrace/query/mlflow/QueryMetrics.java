// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.mlflow.filter.FilterException;
import io.millrace.query.mlflow.filter.MetricFilterParser;
import io.millrace.sql.mlflow.Comparison;
import io.millrace.sql.mlflow.Metric;
import io.millrace.sql.mlflow.Metric.Aggregation;
import io.millrace.sql.mlflow.TraceMetrics;
import io.millrace.sql.mlflow.TraceMetrics.Aggregate;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code POST traces/metrics}: one metric, aggregated, by time and dimensions. */
final class QueryMetrics implements MlflowRead {
  /** MLflow's own. */
  private static final int MOST_RESULTS = 1000;

  /** Beyond it times in nanoseconds leave 64 bits. */
  private static final long LAST_MILLIS = Long.MAX_VALUE / 1_000_000;

  private static final long LONGEST_INTERVAL_SECONDS = 366L * 86_400;
  private static final DateTimeFormatter TIME_BUCKET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private final QueryReader tables;

  QueryMetrics(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public JsonNode answer(MlflowRequest request) throws MlflowProblem, IOException {
    int maxResults = (int) request.number("max_results", 1, MOST_RESULTS, MOST_RESULTS);
    long offset = offset(request);
    Metric metric = metric(request);
    List<Aggregate> aggregates = aggregates(request, metric);
    List<String> dimensions = dimensions(request, metric);
    long interval = request.number("time_interval_seconds", 1, LONGEST_INTERVAL_SECONDS, 0);
    if (interval > 0
        && (!request.body().has("start_time_ms") || !request.body().has("end_time_ms"))) {
      throw MlflowProblem.invalid(
          "start_time_ms and end_time_ms are required if time_interval_seconds is set");
    }
    List<Map<String, Object>> rows =
        tables.ask(
            new TraceMetrics(
                    request.workspace(),
                    experimentIds(request),
                    metric,
                    aggregates,
                    dimensions,
                    comparisons(request, metric),
                    interval,
                    request.number("start_time_ms", 0, LAST_MILLIS, 0),
                    request.number("end_time_ms", 0, LAST_MILLIS, LAST_MILLIS),
                    maxResults + 1,
                    offset)
                .query());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode points = answer.putArray("data_points");
    rows.stream()
        .limit(maxResults)
        .forEach(row -> points.add(point(metric, aggregates, dimensions, row)));
    if (rows.size() > maxResults) {
      answer.put("next_page_token", PageTokens.write(List.of(Long.toString(offset + maxResults))));
    }
    return answer;
  }

  private static ObjectNode point(
      Metric metric, List<Aggregate> aggregates, List<String> dimensions, Map<String, Object> row) {
    ObjectNode point = JsonNodeFactory.instance.objectNode();
    point.put("metric_name", metric.name());
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < aggregates.size(); i++) {
      if (row.get("value_" + i) instanceof Number value) {
        values.put(key(aggregates.get(i)), value.doubleValue());
      }
    }
    ObjectNode by = JsonNodeFactory.instance.objectNode();
    if (row.get(TraceMetrics.TIME_BUCKET) instanceof Number millis) {
      by.put(
          TraceMetrics.TIME_BUCKET, TIME_BUCKET.format(Instant.ofEpochMilli(millis.longValue())));
    }
    dimensions.forEach(name -> by.put(name, row.get(name).toString()));
    if (!by.isEmpty()) {
      point.set("dimensions", by);
    }
    return point.set("values", values);
  }

  /** Percentiles as Python prints a float: P50.0, P99.9. */
  private static String key(Aggregate aggregate) {
    return aggregate.aggregation() == Aggregation.PERCENTILE
        ? "P" + aggregate.percentile().doubleValue()
        : aggregate.aggregation().name();
  }

  private static Metric metric(MlflowRequest request) throws MlflowProblem {
    Metric.View view = oneOf(Metric.View.values(), "view_type", request.text("view_type"));
    String name = request.text("metric_name");
    return Metric.of(view, name)
        .orElseThrow(
            () ->
                MlflowProblem.invalid(
                    "metric_name must be one of %s, got '%s'".formatted(Metric.names(view), name)));
  }

  private static List<Aggregate> aggregates(MlflowRequest request, Metric metric)
      throws MlflowProblem {
    List<Aggregate> aggregates = new ArrayList<>();
    for (JsonNode each : request.list("aggregations")) {
      Aggregation aggregation =
          oneOf(Aggregation.values(), "aggregation_type", each.path("aggregation_type").asText(""));
      if (!metric.aggregations().contains(aggregation)) {
        throw MlflowProblem.invalid(
            "Found invalid aggregation_type(s): [%s]. Supported aggregation types: %s"
                .formatted(aggregation, metric.aggregations().stream().sorted().toList()));
      }
      aggregates.add(aggregate(aggregation, each.path("percentile_value")));
    }
    if (aggregates.isEmpty()) {
      throw MlflowProblem.invalid("Missing value for required parameter 'aggregations'");
    }
    return aggregates;
  }

  private static Aggregate aggregate(Aggregation aggregation, JsonNode percentile)
      throws MlflowProblem {
    try {
      return new Aggregate(
          aggregation,
          aggregation == Aggregation.PERCENTILE
              ? new BigDecimal(percentile.asText())
              : BigDecimal.ZERO);
    } catch (IllegalArgumentException e) {
      throw MlflowProblem.invalid(
          "Invalid value %s for parameter 'percentile_value': must be a number from 0 to 100"
              .formatted(percentile));
    }
  }

  private static List<String> dimensions(MlflowRequest request, Metric metric)
      throws MlflowProblem {
    List<String> dimensions = request.texts("dimensions").stream().distinct().toList();
    if (!metric.dimensions().containsAll(dimensions)) {
      throw MlflowProblem.invalid(
          "Found invalid dimension(s): %s. Supported dimensions: %s"
              .formatted(
                  dimensions.stream().filter(name -> !metric.dimensions().contains(name)).toList(),
                  metric.dimensions()));
    }
    return dimensions;
  }

  private static List<Comparison> comparisons(MlflowRequest request, Metric metric)
      throws MlflowProblem {
    List<Comparison> comparisons = new ArrayList<>();
    for (String filter : request.texts("filters")) {
      try {
        Comparison comparison = MetricFilterParser.parse(filter);
        Metric.View of = comparison.operand().view();
        if (of != Metric.View.TRACES && of != metric.view()) {
          throw MlflowProblem.invalid(
              "Invalid filter '%s': it is only supported for view type %s".formatted(filter, of));
        }
        comparisons.add(comparison);
      } catch (FilterException e) {
        throw MlflowProblem.invalid(e.getMessage());
      }
    }
    return comparisons;
  }

  private static List<String> experimentIds(MlflowRequest request) throws MlflowProblem {
    List<String> ids = request.texts("experiment_ids");
    if (ids.isEmpty()) {
      throw MlflowProblem.invalid("Missing value for required parameter 'experiment_ids'");
    }
    return ids;
  }

  private static long offset(MlflowRequest request) throws MlflowProblem {
    List<String> place = PageTokens.read(request.text("page_token"));
    try {
      return place.isEmpty() ? 0 : Integer.parseUnsignedInt(place.get(0));
    } catch (NumberFormatException e) {
      throw MlflowProblem.invalid("Invalid page token");
    }
  }

  private static <E extends Enum<E>> E oneOf(E[] all, String field, String word)
      throws MlflowProblem {
    return Arrays.stream(all)
        .filter(each -> each.name().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                MlflowProblem.invalid(
                    "%s must be one of %s, got '%s'".formatted(field, Arrays.toString(all), word)));
  }
}
