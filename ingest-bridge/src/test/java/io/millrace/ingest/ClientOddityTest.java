// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import io.millrace.schemas.OtlpEnvelope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real clients do that OTLP does not say, or says otherwise, is taken as it was meant. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientOddityTest {
  private static final String TRACE_ID = "5b8efff798038103d269b633813fc60c";
  private static final String SPAN_ID = "eee19b7ec3c1b174";

  private final RunningServer server = new RunningServer();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void recover() {
    server.recover();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    TRACE_ID + "," + SPAN_ID,
    "5B8EFFF798038103D269B633813FC60C,EEE19B7EC3C1B174",
    "W47/95gDgQPSabYzgT/GDA==,7uGbfsPBsXQ=",
    "W47_95gDgQPSabYzgT_GDA==,7uGbfsPBsXQ=",
  })
  void ids_areHexOfAnyCaseOrBase64(String traceId, String spanId) throws Exception {
    post("/v1/traces", span("\"traceId\":\"%s\",\"spanId\":\"%s\"".formatted(traceId, spanId)));

    Span span = publishedSpan();
    assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray())).isEqualTo(TRACE_ID);
    assertThat(HexFormat.of().formatHex(span.getSpanId().toByteArray())).isEqualTo(SPAN_ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1140", "\"1140\"", "1140.0"})
  void integers_areNumbersOrStrings(String value) throws Exception {
    post("/v1/traces", ided("\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":%s}}]", value));

    assertThat(publishedSpan().getAttributes(0).getValue().getIntValue()).isEqualTo(1140);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{\"stringValue\":null}", "{\"laterValue\":1}"})
  void value_thatSaysNothing_keepsItsSpan(String value) throws Exception {
    post("/v1/traces", ided("\"attributes\":[{\"key\":\"k\",\"value\":%s}]", value));

    assertThat(publishedSpan().getAttributes(0).getKey()).isEqualTo("k");
    assertThat(publishedSpan().getAttributes(0).getValue().hasStringValue()).isFalse();
  }

  @Test
  void parentId_thatIsEmpty_isARoot() throws Exception {
    post("/v1/traces", ided("\"parentSpanId\":\"%s\"", ""));

    assertThat(publishedSpan().getParentSpanId().isEmpty()).isTrue();
  }

  @Test
  void logRecord_withEmptyIds_isKeyedByItsResource() throws Exception {
    HttpResponse<byte[]> answer =
        post(
            "/v1/logs",
            """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"","spanId":"",
              "severityNumber":9,"body":{"stringValue":"b"}}]}]}]}
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(server.publisher.records.get(0).key(), StandardCharsets.UTF_8))
        .matches("default\0[0-9a-f]{16}");
    LogRecord log = LogRecord.parseFrom(published().getGroups().get(0).getItems().get(0));
    assertThat(log.getSeverityNumberValue()).isEqualTo(9);
  }

  @Test
  void body_inChunksWithoutALength_isTaken() throws Exception {
    byte[] body = ided("\"name\":\"%s\"", "chat").getBytes(StandardCharsets.UTF_8);

    HttpResponse<byte[]> answer =
        send(
            "/v1/traces",
            "application/json",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(publishedSpan().getName()).isEqualTo("chat");
  }

  @ParameterizedTest
  @CsvSource({
    "application/protobuf,application/x-protobuf",
    "application/vnd.google.protobuf,application/x-protobuf",
    "Application/X-Protobuf,application/x-protobuf",
    "application/x-protobuf;charset=utf-8,application/x-protobuf",
  })
  void contentType_underAnotherName_isProtobuf(String sent, String answered) throws Exception {
    byte[] body = Requests.traces(Requests.span(1, 1, 0)).toByteArray();

    HttpResponse<byte[]> answer = send("/v1/traces", sent, BodyPublishers.ofByteArray(body));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(answered);
    assertThat(server.published()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/json", "application/json; charset=utf-8", "APPLICATION/JSON"})
  void contentType_underAnotherName_isJson(String sent) throws Exception {
    HttpResponse<byte[]> answer =
        send("/v1/traces", sent, BodyPublishers.ofString(ided("\"name\":\"%s\"", "n")));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/traces/",
        "//v1/traces",
        "/v1/traces?key=secret",
        "/api/public/otel/v1/traces/",
      })
  void path_thatIsAlmostRight_isRight(String path) throws Exception {
    assertThat(post(path, ided("\"name\":\"%s\"", "n")).statusCode()).isEqualTo(200);
    assertThat(server.published()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/traces/ingest", "/v2/traces", "/v1/spans"})
  void path_ofNothing_is404AndSaysWhereOtlpIs(String path) throws Exception {
    byte[] body = Requests.traces(Requests.span(1, 1, 0)).toByteArray();

    HttpResponse<byte[]> answer =
        send(path, "application/x-protobuf", BodyPublishers.ofByteArray(body));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-protobuf");
    assertThat(Status.parseFrom(answer.body()).getMessage()).contains("/v1/traces");
  }

  @Test
  void method_thatIsNotPost_is405AndSaysSo() throws Exception {
    HttpRequest put =
        request("/v1/traces", "application/json").PUT(BodyPublishers.ofString("{}")).build();

    HttpResponse<String> answer = client.send(put, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).hasValue("POST");
    assertThat(answer.body()).contains("\"message\":\"OTLP/HTTP is sent by POST\"");
  }

  private HttpResponse<byte[]> post(String path, String json) throws Exception {
    return send(path, "application/json", BodyPublishers.ofString(json));
  }

  private HttpResponse<byte[]> send(String path, String contentType, BodyPublisher body)
      throws Exception {
    return client.send(request(path, contentType).POST(body).build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path, String contentType) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + path))
        .version(HttpClient.Version.HTTP_1_1)
        .header("content-type", contentType);
  }

  private OtlpEnvelope published() throws Exception {
    return server.envelopes().get(0);
  }

  private Span publishedSpan() throws Exception {
    return Span.parseFrom(published().getGroups().get(0).getItems().get(0));
  }

  private static String ided(String field, String value) {
    return span(
        "\"traceId\":\"%s\",\"spanId\":\"%s\",%s"
            .formatted(TRACE_ID, SPAN_ID, field.formatted(value)));
  }

  private static String span(String fields) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + fields + "}]}]}]}";
  }
}
