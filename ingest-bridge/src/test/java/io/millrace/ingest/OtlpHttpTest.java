// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.client.WebClient;
import io.grpc.Status.Code;
import io.micrometer.core.instrument.Timer;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.WireEncoding;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpHttpTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final RunningServer server = new RunningServer();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/traces", "/api/public/otel/v1/traces"})
  void traces_areAnsweredInProtobufOncePublished(String path) throws Exception {
    HttpResponse<byte[]> answer = post(path, PROTOBUF, twoTraces());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(PROTOBUF);
    assertThat(answer.body()).isEmpty();
    assertThat(server.publisher.records).extracting("topic").containsOnly("otlp.spans.v1");
    assertThat(server.publisher.records).extracting("itemCount").containsExactly(2, 1);
    assertThat(server.publisher.records)
        .extracting("timestampMillis")
        .containsOnly(RunningServer.NOW.toEpochMilli());
  }

  /** As the query API asks: it speaks HTTP/2, which counts the line as a header. */
  @Test
  void longLine_isReadOverHttp2Too() {
    WebClient http2 = WebClient.of("http://127.0.0.1:" + server.port);

    assertThat(http2.get("/health?q=" + "q".repeat(60_000)).aggregate().join().status().code())
        .isEqualTo(200);
  }

  @Test
  void logsAndMetrics_goToTheirTopics() throws Exception {
    assertThat(post("/v1/logs", PROTOBUF, Requests.logs().toByteArray()).statusCode())
        .isEqualTo(200);
    assertThat(post("/v1/metrics", PROTOBUF, Requests.metrics().toByteArray()).statusCode())
        .isEqualTo(200);

    assertThat(server.publisher.records)
        .extracting("topic")
        .containsExactly("otlp.logs.v1", "otlp.metrics.v1");
  }

  @Test
  void json_isAnsweredInJsonAndKeptAsProtobuf() throws Exception {
    String body =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[
          {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
           "attributes":[{"key":"k","value":{"intValue":7}}]}]}]}]}
        """;

    HttpResponse<byte[]> answer = post("/v1/traces", JSON + "; charset=utf-8", utf8(body));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(JSON);
    assertThat(text(answer)).isEqualTo("{}");
    OtlpEnvelope envelope = server.envelopes().get(0);
    assertThat(envelope.getEncoding()).isEqualTo(WireEncoding.JSON);
    Span span = Span.parseFrom(envelope.getGroups().get(0).getItems().get(0));
    assertThat(span.getAttributes(0).getValue().getIntValue()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({PROTOBUF + ",''", JSON + ",''", JSON + ",'{}'"})
  void emptyRequest_isASuccess(String contentType, String body) throws Exception {
    assertThat(post("/v1/traces", contentType, utf8(body)).statusCode()).isEqualTo(200);
    assertThat(server.publisher.records).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw-deflate", "identity"})
  void contentEncoding_isUndone(String encoding) throws Exception {
    String header = encoding.equals("raw-deflate") ? "deflate" : encoding;

    HttpResponse<byte[]> answer =
        post("/v1/traces", PROTOBUF, encode(encoding, twoTraces()), "content-encoding", header);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.publisher.itemCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"br,415", "gzip,400", "deflate,400"})
  void contentEncoding_thatDoesNotFit_isRefused(String encoding, int status) throws Exception {
    HttpResponse<byte[]> answer =
        post("/v1/traces", PROTOBUF, utf8("no such thing"), "content-encoding", encoding);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Status.parseFrom(answer.body()).getMessage())
        .contains(encoding.equals("br") ? "gzip" : encoding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void bomb_isRefusedAs413(String encoding) throws Exception {
    byte[] bomb = encode(encoding, new byte[64 << 20]);

    HttpResponse<byte[]> answer = post("/v1/traces", PROTOBUF, bomb, "content-encoding", encoding);

    assertThat(bomb).hasSizeLessThan(RunningServer.LIMITS.maxBodyBytes());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Status.parseFrom(answer.body()).getMessage()).contains("1048576 bytes");
    assertMemoryIsGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void body_beyondTheLimit_isRefusedAs413(HttpClient.Version version) throws Exception {
    byte[] body = new byte[RunningServer.LIMITS.maxBodyBytes() + 1];
    HttpRequest chunked =
        request("/v1/traces", PROTOBUF)
            .version(version)
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();

    HttpResponse<byte[]> answer = client.send(chunked, BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Status.parseFrom(answer.body()).getCode())
        .isEqualTo(Code.RESOURCE_EXHAUSTED.value());
    assertMemoryIsGivenBack();
  }

  @Test
  void malformedProtobuf_isRefusedInProtobuf() throws Exception {
    HttpResponse<byte[]> answer = post("/v1/traces", PROTOBUF, utf8("hello"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue(PROTOBUF);
    Status status = Status.parseFrom(answer.body());
    assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT.value());
    assertThat(status.getMessage()).contains("not an OTLP protobuf request");
  }

  @Test
  void malformedJson_isRefusedInJson() throws Exception {
    HttpResponse<byte[]> answer = post("/v1/traces", JSON, utf8("hello"));

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode status = new ObjectMapper().readTree(answer.body());
    assertThat(status.get("code").intValue()).isEqualTo(Code.INVALID_ARGUMENT.value());
    assertThat(status.get("message").textValue()).startsWith("the body is not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", ""})
  void contentType_thatOtlpHasNot_isRefused(String contentType) throws Exception {
    HttpResponse<byte[]> answer = post("/v1/traces", contentType, twoTraces());

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(text(answer)).contains("application/x-protobuf");
  }

  @Test
  void get_isNotAllowed() throws Exception {
    HttpRequest get = request("/v1/traces", PROTOBUF).GET().build();

    assertThat(client.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void spansThatAreRefused_areToldInPartialSuccess() throws Exception {
    Span noTrace = Requests.span(1, 1, 0).toBuilder().clearTraceId().build();
    byte[] body = Requests.traces(Requests.span(1, 1, 0), noTrace).toByteArray();

    HttpResponse<byte[]> answer = post("/v1/traces", PROTOBUF, body);

    assertThat(answer.statusCode()).isEqualTo(200);
    var partial = ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedSpans()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).contains("trace id must be 16 bytes");
    assertThat(server.publisher.itemCount()).isEqualTo(1);
  }

  @Test
  void spansThatAreRefused_areToldInJson() throws Exception {
    String body =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"zz","spanId":"zz"}]}]}]}
        """;

    JsonNode answer = new ObjectMapper().readTree(post("/v1/traces", JSON, utf8(body)).body());

    assertThat(answer.at("/partialSuccess/rejectedSpans").textValue()).isEqualTo("1");
    assertThat(answer.at("/partialSuccess/errorMessage").textValue()).contains("trace id");
  }

  @Test
  void tenant_comesFromTheHeaders() throws Exception {
    post("/v1/traces", PROTOBUF, Requests.traces(Requests.span(1, 1, 0)).toByteArray());
    post(
        "/v1/traces",
        PROTOBUF,
        Requests.traces(Requests.span(1, 1, 0)).toByteArray(),
        "x-mlflow-workspace",
        "team-a",
        "x-mlflow-experiment-id",
        "12");

    assertThat(server.envelopes())
        .extracting(
            OtlpEnvelope::getWorkspace,
            OtlpEnvelope::getExperimentId,
            OtlpEnvelope::getExperimentExplicit)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("default", "0", false),
            org.assertj.core.groups.Tuple.tuple("team-a", "12", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-mlflow-workspace", "x-mlflow-experiment-id"})
  void tenant_thatCannotBe_isRefused(String header) throws Exception {
    HttpResponse<byte[]> answer =
        post("/v1/traces", PROTOBUF, twoTraces(), header, "a".repeat(129));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Status.parseFrom(answer.body()).getMessage())
        .isEqualTo(header + " must be 1 to 128 printable ASCII characters");
    assertThat(server.publisher.records).isEmpty();
  }

  @Test
  void authorization_isAcceptedAndKeptNowhere() throws Exception {
    HttpResponse<byte[]> answer =
        post("/v1/traces", PROTOBUF, twoTraces(), "authorization", "Bearer very-secret");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.publisher.records)
        .allSatisfy(
            record ->
                assertThat(new String(record.value(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("very-secret"));
  }

  @Test
  void kafkaAway_is503WithRetryAfter() throws Exception {
    server.publisher.failing = record -> true;

    HttpResponse<byte[]> answer = post("/v1/traces", PROTOBUF, twoTraces());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
    Status status = Status.parseFrom(answer.body());
    assertThat(status.getCode()).isEqualTo(Code.UNAVAILABLE.value());
    assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
        .isEqualTo(2);
    assertMemoryIsGivenBack();
  }

  @Test
  void oneRecordThatFails_failsTheRequestAndTheCountsAgree() throws Exception {
    server.publisher.failing = record -> record.itemCount() == 1;

    HttpResponse<byte[]> answer = post("/v1/traces", PROTOBUF, twoTraces());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(server.count("millrace.bridge.items.received")).isEqualTo(3);
    assertThat(server.count("millrace.bridge.items.published")).isEqualTo(2);
    assertThat(server.count("millrace.bridge.items.rejected", "reason", "unavailable"))
        .isEqualTo(1);
  }

  @Test
  void counts_areEqualWhateverHappens() throws Exception {
    Span noSpan = Requests.span(1, 1, 0).toBuilder().clearSpanId().build();
    post("/v1/traces", PROTOBUF, twoTraces());
    post(
        "/v1/traces",
        PROTOBUF,
        Requests.traces(noSpan, Requests.span(1, 2, 300_000)).toByteArray());
    server.publisher.failing = record -> true;
    post("/v1/traces", PROTOBUF, twoTraces());

    assertThat(server.count("millrace.bridge.items.received")).isEqualTo(8);
    assertThat(server.count("millrace.bridge.items.published")).isEqualTo(3);
    assertThat(server.count("millrace.bridge.items.rejected")).isEqualTo(5);
    assertThat(server.count("millrace.bridge.items.rejected", "reason", "too_large")).isEqualTo(1);
    assertThat(server.count("millrace.bridge.items.rejected", "reason", "invalid_span_id"))
        .isEqualTo(1);
  }

  @Test
  void clientThatGoesAway_isNoFaultOfTheBridge() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
      String head =
          "POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: %s\r\ncontent-length: 9\r\n\r\n12"
              .formatted(PROTOBUF);
      socket.getOutputStream().write(utf8(head));
      await().until(() -> server.admission.inFlightBytes() > 0);
    }

    await().until(() -> answers("invalid") == 1);
    assertThat(answers("internal")).isZero();
    assertMemoryIsGivenBack();
  }

  @Test
  void topicsNotMadeYet_is503() throws Exception {
    server.obstacle = "Kafka's topics are not made yet";

    assertThat(post("/v1/traces", PROTOBUF, twoTraces()).statusCode()).isEqualTo(503);
    assertThat(server.publisher.records).isEmpty();
  }

  @Test
  void answer_waitsForEveryAcknowledgement() throws Exception {
    server.publisher.holding = true;

    CompletableFuture<HttpResponse<byte[]>> answer = postAsync("default", twoTraces());
    await().until(() -> server.publisher.heldBack.size() == 2);
    server.publisher.heldBack.get(0).complete(null);

    assertThat(answer).isNotDone();
    server.publisher.heldBack.get(1).complete(null);
    assertThat(answer.get().statusCode()).isEqualTo(200);
  }

  @Test
  void tooMuchInFlight_is429ForThatWorkspaceAlone() throws Exception {
    server.publisher.holding = true;
    byte[] large = largeRequest();
    List<CompletableFuture<HttpResponse<byte[]>>> held = new ArrayList<>();
    int records = 0;
    while (server.admission.inFlightBytes() + 3L * large.length
        < RunningServer.LIMITS.maxInFlightBytesPerWorkspace()) {
      int expected = records += large.length / (200 << 10);
      held.add(postAsync("noisy", large));
      await().until(() -> server.publisher.records.size() == expected);
    }

    List<CompletableFuture<HttpResponse<byte[]>>> more =
        List.of(postAsync("noisy", large), postAsync("noisy", large));
    await().until(() -> more.stream().anyMatch(CompletableFuture::isDone));
    HttpResponse<byte[]> refused =
        more.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow().get();
    CompletableFuture<HttpResponse<byte[]>> quiet = postAsync("quiet", twoTraces());

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    await()
        .until(
            () ->
                server.publisher.records.stream()
                    .anyMatch(
                        record ->
                            new String(record.key(), StandardCharsets.UTF_8)
                                .startsWith("quiet\0")));
    server.publisher.holding = false;
    server.publisher.heldBack.forEach(one -> one.complete(null));
    assertThat(quiet.get().statusCode()).isEqualTo(200);
    for (CompletableFuture<HttpResponse<byte[]>> one : held) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    assertMemoryIsGivenBack();
  }

  /** Spans that come to more than half of a workspace's memory share when two are in flight. */
  private static byte[] largeRequest() {
    return Requests.traces(
            Requests.span(1, 1, 200 << 10),
            Requests.span(2, 2, 200 << 10),
            Requests.span(3, 3, 200 << 10),
            Requests.span(4, 4, 200 << 10))
        .toByteArray();
  }

  private long answers(String outcome) {
    return server.metrics.find("millrace.bridge.requests").tag("outcome", outcome).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private void assertMemoryIsGivenBack() {
    await().untilAsserted(() -> assertThat(server.admission.inFlightBytes()).isZero());
  }

  private CompletableFuture<HttpResponse<byte[]>> postAsync(String workspace, byte[] body) {
    HttpRequest request =
        request("/v1/traces", PROTOBUF)
            .header("x-mlflow-workspace", workspace)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.sendAsync(request, BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(String path, String contentType, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path, contentType).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path, String contentType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + path))
            .version(HttpClient.Version.HTTP_1_1);
    if (!contentType.isEmpty()) {
      request.header("content-type", contentType);
    }
    return request;
  }

  private static byte[] twoTraces() {
    return Requests.traces(Requests.span(1, 1, 0), Requests.span(2, 2, 0), Requests.span(1, 3, 0))
        .toByteArray();
  }

  private static byte[] encode(String encoding, byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream encoder = encoder(encoding, out)) {
      encoder.write(body);
    }
    return out.toByteArray();
  }

  private static OutputStream encoder(String encoding, OutputStream out) throws IOException {
    return switch (encoding) {
      case "deflate" -> new DeflaterOutputStream(out);
      case "raw-deflate" -> new DeflaterOutputStream(out, new Deflater(6, true));
      case "identity" -> out;
      default -> new GZIPOutputStream(out);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
