// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static io.millrace.quickstart.mlflow.MlflowReading.JSON;
import static io.millrace.quickstart.mlflow.MlflowReading.assertProblem;
import static io.millrace.quickstart.mlflow.MlflowReading.column;
import static io.millrace.quickstart.mlflow.MlflowReading.experimentIds;
import static io.millrace.quickstart.mlflow.MlflowReading.fields;
import static io.millrace.quickstart.mlflow.MlflowReading.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code traces/metrics} tells what SQL tells. */
class MlflowMetricsIT {
  @BeforeAll
  static void send() throws Exception {
    MlflowReading.send();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRACES | trace_count | COUNT | toFloat64(count()) FROM traces",
        "TRACES | session_count | COUNT"
            + " | toFloat64(uniqExact(arrayJoin(sessions))) FROM traces",
        "TRACES | latency | MAX | toFloat64(max(intDiv(duration_ns, 1000000))) FROM traces",
        "TRACES | input_tokens | SUM | toFloat64(sum(input_tokens)) FROM traces",
        "TRACES | output_tokens | MIN"
            + " | toFloat64(minIf(output_tokens, output_tokens > 0)) FROM traces",
        "TRACES | total_tokens | AVG | toFloat64(avgIf(input_tokens + output_tokens,"
            + " input_tokens > 0)) FROM traces",
        "TRACES | cache_read_input_tokens | SUM"
            + " | toFloat64(sum(cache_read_tokens)) FROM traces",
        "SPANS | span_count | COUNT | toFloat64(count()) FROM spans",
        "SPANS | latency | MIN | toFloat64(min(intDiv(duration_ns, 1000000))) FROM spans",
        "SPANS | input_cost | SUM | toFloat64(sum(input_cost_usd)) FROM spans",
        "SPANS | output_cost | MAX | toFloat64(max(output_cost_usd)) FROM spans",
        "SPANS | total_cost | SUM | toFloat64(sum(cost_usd)) FROM spans"
      })
  void metric_isTheNumberOfSql(String view, String metric, String aggregation, String sql)
      throws Exception {
    JsonNode points = metrics(view, metric, aggregation, List.of(), "");

    assertThat(points).hasSize(1);
    assertThat(points.at("/0/metric_name").textValue()).isEqualTo(metric);
    assertThat(points.at("/0/values/" + aggregation).decimalValue())
        .isEqualByComparingTo(
            column("SELECT %s WHERE workspace = {workspace:String} AND NOT noise".formatted(sql))
                .get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "TRACES, trace_count, COUNT, trace_name trace_status",
    "TRACES, latency, AVG, trace_name",
    "TRACES, cache_creation_input_tokens, SUM, trace_name",
    "SPANS, span_count, COUNT, span_name span_type span_status",
    "SPANS, span_count, COUNT, span_model_name span_model_provider",
    "SPANS, latency, MAX, span_name span_status",
    "SPANS, input_cost, AVG, span_model_name span_model_provider",
    "SPANS, total_cost, AVG, span_model_name span_model_provider",
    "ASSESSMENTS, assessment_count, COUNT, assessment_name assessment_value",
    "ASSESSMENTS, assessment_value, AVG, assessment_name"
  })
  void metric_isToldApart(String view, String metric, String aggregation, String dimensions)
      throws Exception {
    for (JsonNode point :
        metrics(view, metric, aggregation, List.of(dimensions.split(" ", -1)), "")) {
      assertThat(fields(point.path("dimensions")))
          .containsExactlyInAnyOrder(dimensions.split(" ", -1));
      assertThat(fields(point.path("values"))).containsExactly(aggregation);
    }
  }

  @Test
  void metric_byTime_hasPercentilesUnderTheNamesOfThePages() throws Exception {
    ObjectNode question = question("TRACES", "latency", List.of("trace_name"), "");
    for (double percentile : List.of(50d, 99.9)) {
      ((ArrayNode) question.path("aggregations"))
          .addObject()
          .put("aggregation_type", "PERCENTILE")
          .put("percentile_value", percentile);
    }
    question.put("time_interval_seconds", 86_400);
    question.put("start_time_ms", "0");
    question.put("end_time_ms", 4_102_444_800_000L);
    JsonNode points = JSON.readTree(post("metrics", question).body()).path("data_points");

    assertThat(points).isNotEmpty();
    assertThat(points)
        .allSatisfy(
            point -> {
              assertThat(fields(point.path("values"))).containsExactlyInAnyOrder("P50.0", "P99.9");
              assertThat(point.at("/dimensions/time_bucket").textValue())
                  .endsWith("T00:00:00+00:00");
            });
  }

  @Test
  void metric_ofAFilter_isOfTheRowsThatFit() throws Exception {
    String errors =
        column(
                "SELECT toString(count()) FROM spans WHERE workspace = {workspace:String}"
                    + " AND NOT noise AND status = 'ERROR' AND kind = 'TOOL'")
            .get(0);
    ObjectNode question = question("SPANS", "span_count", List.of(), "span.status = 'ERROR'");
    ((ArrayNode) question.path("filters")).add("span.type = 'TOOL'");
    ((ArrayNode) question.path("aggregations")).addObject().put("aggregation_type", "COUNT");

    assertThat(
            JSON.readTree(post("metrics", question).body())
                .at("/data_points/0/values/COUNT")
                .asText())
        .isEqualTo(errors + ".0");
  }

  @Test
  void unknownMetric_isToldInMlflowsWay() throws Exception {
    assertProblem(
        post("metrics", question("TRACES", "nothing", List.of(), "")),
        400,
        "INVALID_PARAMETER_VALUE",
        "metric_name must be one of");
  }

  private static JsonNode metrics(
      String view, String metric, String aggregation, List<String> dimensions, String filter)
      throws Exception {
    ObjectNode question = question(view, metric, dimensions, filter);
    ((ArrayNode) question.path("aggregations")).addObject().put("aggregation_type", aggregation);
    HttpResponse<String> answer = post("metrics", question);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("data_points");
  }

  private static ObjectNode question(
      String view, String metric, List<String> dimensions, String filter) {
    ObjectNode question = JSON.createObjectNode();
    question.put("view_type", view).put("metric_name", metric);
    experimentIds().forEach(question.putArray("experiment_ids")::add);
    question.putArray("aggregations");
    dimensions.forEach(question.putArray("dimensions")::add);
    ArrayNode filters = question.putArray("filters");
    if (!filter.isEmpty()) {
      filters.add(filter);
    }
    return question;
  }
}
