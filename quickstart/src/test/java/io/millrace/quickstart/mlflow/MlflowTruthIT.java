// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.conform.Conformance;
import io.millrace.quickstart.up.RunningMillrace;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What MLflow's own server tells wrong is right here: the numbers are those of the spans, whenever
 * and by whichever way they come.
 */
class MlflowTruthIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOTALS =
      "toString(input_tokens) AS input, toString(output_tokens) AS output,"
          + " toString(llm_calls) AS calls, toString(span_count) AS spans,"
          + " toString(cost_usd) AS cost";

  /** A trace that began a while ago: its spans are no matter of the clock. */
  private static final long START_UNIX_NANO =
      Duration.ofMillis(System.currentTimeMillis()).minusMinutes(5).toNanos();

  private static final String ROOT = "00000000000000a0";
  private static final String FIRST_CALL = "00000000000000a1";
  private static final String SECOND_CALL = "00000000000000a2";

  private final MlflowPort mlflow =
      new MlflowPort(RunningMillrace.shared(), "mlflow-truth-" + Conformance.newRun());

  /** A real server freezes the cost of what it has when the trace info comes. */
  @Test
  void cost_isOfAllSpans_whenTheTraceInfoComesBetweenThem() throws Exception {
    String trace = traceId(1);
    sendSpans(span(trace, FIRST_CALL, ROOT, "CHAT_MODEL", usage(100, 10)));
    sendInfo(trace, "{\\\"input_tokens\\\": 100, \\\"output_tokens\\\": 10}");
    sendSpans(
        span(trace, SECOND_CALL, ROOT, "CHAT_MODEL", usage(200, 20)),
        span(trace, ROOT, "", "AGENT", ""));
    mlflow.awaitShown();

    assertThat(mlflow.trace(trace, TOTALS)).isEqualTo(totals(300, 30, 2, 3, "0.000063"));
    JsonNode metadata = info(trace).path("trace_metadata");
    assertThat(
            JSON.readTree(metadata.path("mlflow.trace.cost").asText())
                .path("total_cost")
                .decimalValue())
        .isEqualByComparingTo("0.000063");
  }

  @Test
  void spanThatComesAfterAllWasShown_countsInItsTrace() throws Exception {
    String trace = traceId(2);
    sendSpans(
        span(trace, FIRST_CALL, ROOT, "CHAT_MODEL", usage(100, 10)),
        span(trace, ROOT, "", "AGENT", ""));
    sendInfo(trace, "{\\\"input_tokens\\\": 100, \\\"output_tokens\\\": 10}");
    mlflow.awaitShown();
    assertThat(mlflow.trace(trace, TOTALS)).isEqualTo(totals(100, 10, 1, 2, "0.000021"));

    sendSpans(span(trace, SECOND_CALL, ROOT, "CHAT_MODEL", usage(200, 20)));
    mlflow.awaitShown();
    assertThat(mlflow.trace(trace, TOTALS)).isEqualTo(totals(300, 30, 2, 3, "0.000063"));
  }

  /** A real server refuses the whole batch for one span. */
  @Test
  void badSpan_isRefusedAlone() throws Exception {
    String trace = traceId(3);
    JsonNode answer =
        JSON.readTree(
            sendSpans(
                span("0".repeat(32), FIRST_CALL, "", "CHAT_MODEL", usage(1, 1)),
                span(trace, FIRST_CALL, "", "CHAT_MODEL", usage(100, 10))));
    mlflow.awaitShown();

    assertThat(answer.at("/partialSuccess/rejectedSpans").asInt()).isEqualTo(1);
    assertThat(mlflow.trace(trace, TOTALS)).isEqualTo(totals(100, 10, 1, 1, "0.000021"));
  }

  /** A real server takes an agent's count over its whole life for the trace's. */
  @Test
  void countOfAnAgentsWholeLife_isNotItsTraces() throws Exception {
    String trace = traceId(4);
    sendSpans(
        span(trace, ROOT, "", "AGENT", usage(900, 90)),
        span(trace, FIRST_CALL, ROOT, "CHAT_MODEL", usage(100, 10)),
        span(trace, SECOND_CALL, ROOT, "CHAT_MODEL", usage(200, 20)));
    mlflow.awaitShown();

    assertThat(mlflow.trace(trace, TOTALS)).isEqualTo(totals(300, 30, 2, 3, "0.000063"));
  }

  /** A real server shows what the root says, which in many dialects says nothing. */
  @Test
  void previews_areTheFirstAndTheLastMessage() throws Exception {
    String trace = traceId(5);
    sendSpans(
        span(trace, ROOT, "", "AGENT", ""),
        span(trace, FIRST_CALL, ROOT, "CHAT_MODEL", said("asked first", "answered first")),
        span(trace, SECOND_CALL, ROOT, "CHAT_MODEL", said("asked last", "answered last")));
    mlflow.awaitShown();

    assertThat(mlflow.trace(trace, "request_preview, response_preview"))
        .isEqualTo(Map.of("request_preview", "asked first", "response_preview", "answered last"));
    assertThat(info(trace).path("request_preview").asText()).contains("asked first");
    assertThat(info(trace).path("response_preview").asText()).contains("answered last");
  }

  /** The plugins' wire, then what newer ones send beside it, and the other way round. */
  @Test
  void copiesOfATrace_asAFileAndOverOtlp_countOnceInEitherOrder() throws Exception {
    String fileFirst = traceId(6);
    sendInfo(fileFirst, "{\\\"input_tokens\\\": 100, \\\"output_tokens\\\": 10}");
    sendFile(fileFirst);
    String otlpFirst = traceId(7);
    sendSpans(span(otlpFirst, FIRST_CALL, "", "CHAT_MODEL", usage(100, 10)));
    mlflow.awaitShown();
    assertThat(mlflow.trace(fileFirst, TOTALS)).isEqualTo(totals(100, 10, 1, 1, "0.000021"));
    assertThat(mlflow.trace(otlpFirst, TOTALS)).isEqualTo(totals(100, 10, 1, 1, "0.000021"));

    sendSpans(span(fileFirst, FIRST_CALL, "", "CHAT_MODEL", usage(100, 10)));
    sendFile(otlpFirst);
    sendInfo(otlpFirst, "{\\\"input_tokens\\\": 100, \\\"output_tokens\\\": 10}");
    mlflow.awaitShown();
    assertThat(mlflow.trace(fileFirst, TOTALS)).isEqualTo(totals(100, 10, 1, 1, "0.000021"));
    assertThat(mlflow.trace(otlpFirst, TOTALS)).isEqualTo(totals(100, 10, 1, 1, "0.000021"));
  }

  /** Its client did not get its spans through, or has not yet. */
  @Test
  void traceWhoseSpansDoNotCome_isFoundByWhatItsClientTold() throws Exception {
    String trace = traceId(8);
    sendInfo(trace, "{\\\"input_tokens\\\": 100, \\\"output_tokens\\\": 10}");
    mlflow.ok(
        "PATCH",
        "/api/3.0/mlflow/traces/tr-" + trace + "/tags",
        "{\"key\":\"lonely\",\"value\":\"yes\"}");
    mlflow.awaitShown();

    JsonNode info = info(trace);
    assertThat(info.path("state").asText()).isEqualTo("OK");
    assertThat(info.at("/trace_metadata/mlflow.trace.tokenUsage").asText()).contains("100");
    assertThat(info.at("/tags/lonely").asText()).isEqualTo("yes");
    assertThat(search("tag.lonely = 'yes'")).isEqualTo(info);
    assertThat(
            JSON.readTree(mlflow.ok("GET", "/api/3.0/mlflow/traces/get?trace_id=tr-" + trace, ""))
                .at("/trace/spans"))
        .isEmpty();

    sendSpans(span(trace, ROOT, "", "AGENT", ""));
    mlflow.awaitShown();
    assertThat(search("tag.lonely = 'yes'").at("/tags/mlflow.traceName").asText())
        .isEqualTo("agent");

    mlflow.ok(
        "POST",
        "/api/3.0/mlflow/traces/delete-traces",
        "{\"experiment_id\":\"0\",\"request_ids\":[\"tr-%s\"]}".formatted(trace));
    mlflow.awaitShown();
    assertThat(search("tag.lonely = 'yes'").isMissingNode()).isTrue();
  }

  /** The only trace info that is found; missing = there is none. */
  private JsonNode search(String filter) throws Exception {
    JsonNode found =
        JSON.readTree(
            mlflow.ok(
                "POST",
                "/api/3.0/mlflow/traces/search",
                """
                {"locations":[{"type":"MLFLOW_EXPERIMENT",
                 "mlflow_experiment":{"experiment_id":"0"}}],"filter":"%s"}\
                """
                    .formatted(filter)));
    assertThat(found.path("traces").size()).isLessThanOrEqualTo(1);
    return found.at("/traces/0");
  }

  private String sendSpans(String... spans) throws Exception {
    return mlflow.ok(
        "POST",
        "/v1/traces",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}"
            .formatted(String.join(",", spans)));
  }

  /** As OTLP's JSON has it, values as MLflow's client sends them. */
  private static String span(
      String trace, String id, String parent, String type, String attributes) {
    return """
    {"traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"%s","startTimeUnixNano":"%d",
     "endTimeUnixNano":"%d","attributes":[{"key":"mlflow.spanType","value":{"stringValue":"%s"}},
     {"key":"mlflow.llm.model","value":{"stringValue":"gpt-4o-mini"}}%s]}\
    """
        .formatted(
            trace,
            id,
            parent,
            type.toLowerCase(Locale.ROOT),
            start(id),
            start(id) + 1_000_000,
            type,
            attributes);
  }

  /** In the order of the ids. */
  private static long start(String spanId) {
    return START_UNIX_NANO + HexFormat.fromHexDigitsToLong(spanId) * 10_000_000;
  }

  private static String usage(int input, int output) {
    return """
    ,{"key":"mlflow.chat.tokenUsage","value":{"kvlistValue":{"values":[
     {"key":"input_tokens","value":{"intValue":%d}},{"key":"output_tokens","value":{"intValue":%d}},
     {"key":"total_tokens","value":{"intValue":%d}}]}}}\
    """
        .formatted(input, output, input + output);
  }

  private static String said(String asked, String answered) {
    String message = "{\\\"role\\\": \\\"%s\\\", \\\"content\\\": \\\"%s\\\"}";
    return """
    ,{"key":"mlflow.message.format","value":{"stringValue":"openai"}}
    ,{"key":"mlflow.spanInputs","value":{"stringValue":"{\\"messages\\": [%s]}"}}
    ,{"key":"mlflow.spanOutputs","value":{"stringValue":"{\\"choices\\": [{\\"message\\": %s}]}"}}\
    """
        .formatted(message.formatted("user", asked), message.formatted("assistant", answered));
  }

  private void sendInfo(String trace, String usage) throws Exception {
    mlflow.ok(
        "POST",
        "/api/3.0/mlflow/traces",
        """
        {"trace":{"trace_info":{"trace_id":"tr-%s","state":"OK",
         "trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}},
         "trace_metadata":{"mlflow.trace.tokenUsage":"%s"}}}}\
        """
            .formatted(trace, usage));
  }

  /** As the TypeScript SDK and its plugins put it: attributes are JSON in texts. */
  private void sendFile(String trace) throws Exception {
    mlflow.ok(
        "PUT",
        "/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-%s/artifacts/traces.json".formatted(trace),
        """
        {"spans":[{"trace_id":"%s","span_id":"%s","parent_span_id":null,"name":"chat_model",
         "start_time_unix_nano":%d,"end_time_unix_nano":%d,"status":{"code":"STATUS_CODE_OK"},
         "events":[],"links":[],"attributes":{"mlflow.spanType":"\\"CHAT_MODEL\\"",
          "mlflow.llm.model":"\\"gpt-4o-mini\\"","mlflow.chat.tokenUsage":
          "{\\"input_tokens\\": 100, \\"output_tokens\\": 10, \\"total_tokens\\": 110}"}}]}\
        """
            .formatted(
                base64(trace),
                base64(FIRST_CALL),
                start(FIRST_CALL),
                start(FIRST_CALL) + 1_000_000));
  }

  private JsonNode info(String trace) throws Exception {
    return JSON.readTree(mlflow.ok("GET", "/api/3.0/mlflow/traces/tr-" + trace, ""))
        .at("/trace/trace_info");
  }

  private static Map<String, String> totals(
      int input, int output, int calls, int spans, String cost) {
    return Map.of(
        "input", Integer.toString(input),
        "output", Integer.toString(output),
        "calls", Integer.toString(calls),
        "spans", Integer.toString(spans),
        "cost", cost);
  }

  private static String traceId(int number) {
    return "%032x".formatted(number);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
