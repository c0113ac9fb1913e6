// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonTest {
  private static final String SPAN =
      """
      {"resourceSpans":[{"scopeSpans":[{"spans":[{
        "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
        "parentSpanId":"eee19b7ec3c1b173","name":"chat","kind":3,
        "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":1544712661000000000,
        "attributes":[{"key":"gen_ai.usage.input_tokens","value":{"intValue":%s}}],
        "status":{"code":2,"message":"no"},"flags":257}]}]}]}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"1140", "\"1140\"", "1140.0", "1.14e3"})
  void integers_areNumbersOrText(String value) throws Exception {
    Span span = span(SPAN.formatted(value));

    assertThat(span.getAttributes(0).getValue().getIntValue()).isEqualTo(1140);
  }

  @Test
  void span_isReadWhole() throws Exception {
    Span span = span(SPAN.formatted("1"));

    assertThat(hex(span.getTraceId())).isEqualTo("5b8efff798038103d269b633813fc60c");
    assertThat(hex(span.getSpanId())).isEqualTo("eee19b7ec3c1b174");
    assertThat(hex(span.getParentSpanId())).isEqualTo("eee19b7ec3c1b173");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1_544_712_660_000_000_000L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1_544_712_661_000_000_000L);
    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getFlags()).isEqualTo(257);
  }

  @Test
  void snakeCase_isTheSame() throws Exception {
    String json =
        """
        {"resource_spans":[{"scope_spans":[{"spans":[{"trace_id":"5B8EFFF798038103D269B633813FC60C",
          "span_id":"eee19b7ec3c1b174","start_time_unix_nano":7}]}]}]}
        """;

    Span span = span(json);

    assertThat(hex(span.getTraceId())).isEqualTo("5b8efff798038103d269b633813fc60c");
    assertThat(span.getStartTimeUnixNano()).isEqualTo(7);
  }

  @Test
  void unknownFields_areIgnored() throws Exception {
    String json =
        """
        {"later":{"a":[1,{"b":2}]},"resourceSpans":[{"deprecated":null,"scopeSpans":[{"spans":[
          {"name":"n","newField":[[]],"status":{"code":1,"x":{}}}]}]}]}
        """;

    assertThat(span(json).getName()).isEqualTo("n");
  }

  @Test
  void values_ofEveryKindAreRead() throws Exception {
    String json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[
          {"key":"a","value":{"stringValue":"s"}},
          {"key":"b","value":{"boolValue":true}},
          {"key":"c","value":{"doubleValue":1}},
          {"key":"d","value":{"doubleValue":"NaN"}},
          {"key":"e","value":{"bytesValue":"AQI="}},
          {"key":"f","value":{"arrayValue":{"values":[{"intValue":1},{},null]}}},
          {"key":"g","value":{"kvlistValue":{"values":[{"key":"k","value":{"intValue":"-2"}}]}}},
          {"key":"h","value":{}},
          {"key":"i","value":null}]}]}]}]}
        """;

    Span span = span(json);

    assertThat(value(span, 0).getStringValue()).isEqualTo("s");
    assertThat(value(span, 1).getBoolValue()).isTrue();
    assertThat(value(span, 2).getDoubleValue()).isEqualTo(1.0);
    assertThat(value(span, 3).getDoubleValue()).isNaN();
    assertThat(value(span, 4).getBytesValue().toByteArray()).containsExactly(1, 2);
    assertThat(value(span, 5).getArrayValue().getValuesList())
        .containsExactly(
            AnyValue.newBuilder().setIntValue(1).build(),
            AnyValue.getDefaultInstance(),
            AnyValue.getDefaultInstance());
    assertThat(value(span, 6).getKvlistValue().getValues(0).getValue().getIntValue()).isEqualTo(-2);
    assertThat(span.getAttributes(7).getValue()).isEqualTo(AnyValue.getDefaultInstance());
    assertThat(span.getAttributesCount()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"'',0", "xyz,1", "abc,1", "00ff,2"})
  void ids_thatAreNone_keepTheSpanForPartialSuccess(String id, int bytes) throws Exception {
    Span span =
        span(
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%s"}]}]}]}
            """
                .formatted(id));

    assertThat(span.getTraceId().size()).isEqualTo(bytes);
  }

  @Test
  void text_withALoneSurrogate_isStillText() throws Exception {
    Span span =
        span("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"a\\ud800b\"}]}]}]}");

    assertThat(span.getName()).startsWith("a").endsWith("b");
  }

  @Test
  void logs_areRead() throws Exception {
    String json =
        """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"","spanId":"",
          "timeUnixNano":"5","severityNumber":9,"body":{"stringValue":"b"},"eventName":"e"}]}]}]}
        """;

    var log =
        ExportLogsServiceRequest.parseFrom(
                OtlpJson.toProtobuf(Signal.LOGS, bytes(json), bytes -> {}))
            .getResourceLogs(0)
            .getScopeLogs(0)
            .getLogRecords(0);

    assertThat(log.getSeverityNumberValue()).isEqualTo(9);
    assertThat(log.getEventName()).isEqualTo("e");
    assertThat(log.getTraceId()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void metrics_asDoubleMayBeAnInteger() throws Exception {
    String json =
        """
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m","histogram":{
          "aggregationTemporality":1,"dataPoints":[{"count":"2","sum":3,
          "bucketCounts":["1",1],"explicitBounds":[0.5]}]}}]}]}]}
        """;

    var point =
        ExportMetricsServiceRequest.parseFrom(
                OtlpJson.toProtobuf(Signal.METRICS, bytes(json), bytes -> {}))
            .getResourceMetrics(0)
            .getScopeMetrics(0)
            .getMetrics(0)
            .getHistogram()
            .getDataPoints(0);

    assertThat(point.getSum()).isEqualTo(3.0);
    assertThat(point.getBucketCountsList()).containsExactly(1L, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"resourceSpans\":[]}", " \n"})
  void request_withoutItems_isEmpty(String json) throws Exception {
    assertThat(OtlpJson.toProtobuf(Signal.TRACES, bytes(json), bytes -> {})).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "5",
        "{",
        "{} {}",
        "{\"resourceSpans\":{}}",
        "{\"resourceSpans\":[5]}",
        "not json, a prompt",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":{}}]}]}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":-1}]}]}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":1.5}]}]}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"startTimeUnixNano\":\"1e999999999\"}]}]}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"flags\":4294967296}]}]}]}",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":\"x\"}]}]}]}",
      })
  void request_thatMakesNoSense_isMalformed(String json) {
    assertThatThrownBy(() -> OtlpJson.toProtobuf(Signal.TRACES, bytes(json), bytes -> {}))
        .isInstanceOf(MalformedRequestException.class)
        .message()
        .doesNotContain("prompt");
  }

  @Test
  void unsigned64_takesAllItsBits() throws Exception {
    Span span =
        span(
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[
              {"startTimeUnixNano":"18446744073709551615","endTimeUnixNano":18446744073709551614}
            ]}]}]}
            """);

    assertThat(span.getStartTimeUnixNano()).isEqualTo(-1L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(-2L);
  }

  private static Span span(String json) throws Exception {
    return ExportTraceServiceRequest.parseFrom(
            OtlpJson.toProtobuf(Signal.TRACES, bytes(json), bytes -> {}))
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0);
  }

  private static AnyValue value(Span span, int index) {
    return span.getAttributes(index).getValue();
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
