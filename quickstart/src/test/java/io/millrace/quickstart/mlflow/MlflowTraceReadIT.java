// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static io.millrace.quickstart.mlflow.MlflowReading.JSON;
import static io.millrace.quickstart.mlflow.MlflowReading.TRACES;
import static io.millrace.quickstart.mlflow.MlflowReading.assertProblem;
import static io.millrace.quickstart.mlflow.MlflowReading.column;
import static io.millrace.quickstart.mlflow.MlflowReading.fields;
import static io.millrace.quickstart.mlflow.MlflowReading.found;
import static io.millrace.quickstart.mlflow.MlflowReading.get;
import static io.millrace.quickstart.mlflow.MlflowReading.infos;
import static io.millrace.quickstart.mlflow.MlflowReading.list;
import static io.millrace.quickstart.mlflow.MlflowReading.post;
import static io.millrace.quickstart.mlflow.MlflowReading.request;
import static io.millrace.quickstart.mlflow.MlflowReading.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces and spans of any dialect are told as MLflow tells them. */
class MlflowTraceReadIT {
  @BeforeAll
  static void send() throws Exception {
    MlflowReading.send();
  }

  @Test
  void usage_ofOtherDialects_isTheMlflowOne() throws Exception {
    Map<String, BigDecimal> told = new TreeMap<>();
    for (JsonNode info : infos("")) {
      JSON.readTree(info.at("/trace_metadata/mlflow.trace.tokenUsage").asText("{}"))
          .properties()
          .forEach(
              usage ->
                  told.merge(usage.getKey(), usage.getValue().decimalValue(), BigDecimal::add));
    }
    Map<String, Object> sums =
        rows("SELECT toString(sum(input_tokens)) AS input, toString(sum(output_tokens)) AS output,"
                + " toString(sum(cache_read_tokens)) AS cached FROM spans"
                + " WHERE workspace = {workspace:String}")
            .get(0);

    assertThat(told.get("input_tokens")).isEqualByComparingTo(sums.get("input").toString());
    assertThat(told.get("output_tokens")).isEqualByComparingTo(sums.get("output").toString());
    assertThat(told.get("cache_read_input_tokens"))
        .isEqualByComparingTo(sums.get("cached").toString());
  }

  /** The usages of the spans that own one add up to the trace's, in each dialect. */
  @Test
  void trace_hasItsSpansAsMlflowTellsThem() throws Exception {
    for (JsonNode info : infos("")) {
      String id = info.path("trace_id").textValue();
      JsonNode trace = get("get?trace_id=" + id + "&allow_partial=False").path("trace");
      List<JsonNode> spans = list(trace.path("spans"));

      assertThat(trace.path("trace_info")).isEqualTo(info);
      assertThat(get(id).at("/trace/trace_info")).isEqualTo(info);
      assertThat(spans)
          .hasSize(
              Integer.parseInt(
                  column(
                          "SELECT count() FROM spans WHERE workspace = {workspace:String}"
                              + " AND trace_id = '%s'".formatted(id.substring(3)))
                      .get(0)))
          .allSatisfy(
              span -> {
                assertThat(span.path("start_time_unix_nano").isIntegralNumber()).isTrue();
                assertThat(span.at("/status/code").textValue()).startsWith("STATUS_CODE_");
                assertThat(attribute(span, "mlflow.traceRequestId").path("string_value").asText())
                    .isEqualTo(id);
                assertThat(attribute(span, "mlflow.spanType").path("string_value").asText())
                    .matches("[A-Z_]+");
              });
    }
  }

  @Test
  void spansOfMlflow_haveTheRecordedShape() throws Exception {
    JsonNode trace =
        get("get?trace_id=" + found("name = 'travel_agent' AND status = 'OK'").get(0))
            .path("trace");
    List<JsonNode> spans = list(trace.path("spans"));

    assertThat(fields(spans.get(0)))
        .contains("trace_id", "span_id", "name", "start_time_unix_nano", "end_time_unix_nano")
        .contains("attributes", "status")
        .doesNotContain("kind", "flags", "traceId");
    assertThat(spans)
        .filteredOn(
            span ->
                attribute(span, "mlflow.spanType")
                    .path("string_value")
                    .asText()
                    .equals("CHAT_MODEL"))
        .isNotEmpty()
        .allSatisfy(
            span -> {
              assertThat(attribute(span, "mlflow.spanInputs").has("kvlist_value")).isTrue();
              assertThat(
                      attribute(span, "mlflow.chat.tokenUsage")
                          .at("/kvlist_value/values/0/value/int_value")
                          .isIntegralNumber())
                  .isTrue();
            });
  }

  /** Every attribute is a text of JSON there, and every field is there. */
  @Test
  void file_hasTheSpansOfTheAnswer() throws Exception {
    String id = found("name = 'travel_agent' AND status = 'ERROR'").get(0);
    List<JsonNode> spans = list(get("get?trace_id=" + id).at("/trace/spans"));
    HttpResponse<String> answer =
        MlflowReading.send(
            request(
                    "/api/2.0/mlflow-artifacts/artifacts/0/traces/%s/artifacts/traces.json"
                        .formatted(id))
                .GET());
    List<JsonNode> file = list(JSON.readTree(answer.body()).path("spans"));

    assertThat(file)
        .extracting(span -> span.path("span_id").textValue())
        .containsExactlyElementsOf(spans.stream().map(s -> s.path("span_id").textValue()).toList());
    for (JsonNode span : file) {
      assertThat(fields(span)).contains("parent_span_id", "events", "links", "status");
      assertThat(span.at("/attributes/mlflow.traceRequestId").textValue())
          .isEqualTo('"' + id + '"');
      for (JsonNode attribute : span.path("attributes")) {
        assertThat(JSON.readTree(attribute.textValue())).isNotNull();
      }
    }
    assertThat(file)
        .anySatisfy(
            span ->
                assertThat(span.at("/events/0/attributes/exception.message").isTextual()).isTrue());
  }

  @Test
  void batches_haveThoseThatThereAreInOrder() throws Exception {
    List<String> ids = found("");
    String none = "tr-" + "0".repeat(32);
    JsonNode traces =
        get(
            "batchGet?trace_ids=%s&trace_ids=%s&trace_ids=%s"
                .formatted(ids.get(1), none, ids.get(0)));
    ObjectNode asked = JSON.createObjectNode();
    asked.putArray("trace_ids").add(ids.get(1)).add(none).add("nonsense").add(ids.get(0));
    JsonNode infos = JSON.readTree(post("batchGetInfos", asked).body());

    assertThat(list(traces.path("traces")))
        .extracting(trace -> trace.at("/trace_info/trace_id").textValue())
        .containsExactly(ids.get(1), ids.get(0));
    assertThat(list(infos.path("trace_infos")))
        .extracting(info -> info.path("trace_id").textValue())
        .containsExactly(ids.get(1), ids.get(0));
  }

  @Test
  void missingTrace_isToldInMlflowsWay() throws Exception {
    assertProblem(
        MlflowReading.send(request(TRACES + "tr-" + "0".repeat(32)).GET()),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "not found");
  }

  private static JsonNode attribute(JsonNode span, String key) {
    return list(span.path("attributes")).stream()
        .filter(attribute -> attribute.path("key").textValue().equals(key))
        .map(attribute -> attribute.path("value"))
        .findFirst()
        .orElse(JSON.missingNode());
  }
}
