// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final byte[] TWO_SPANS = request("a", "b").toByteArray();

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  /** One for all tests: its gRPC server takes two seconds to stop. */
  private static FakeReceiver receiver;

  @BeforeAll
  static void start() throws IOException {
    receiver = new FakeReceiver();
  }

  @BeforeEach
  void forget() {
    receiver.forget();
  }

  @AfterAll
  static void stop() {
    receiver.close();
  }

  @Test
  void requests_areSentInOrderAsRecorded() throws Exception {
    capture("002", "/v1/logs", PROTOBUF, "", "{}", new byte[0]);
    capture("001", "/v1/traces", PROTOBUF, "gzip", "{\"X-Mlflow-Workspace\":\"w\"}", TWO_SPANS);

    Replay.Result result = send(ReplayPlan.AS_RECORDED);

    assertThat(result.acceptedByPath()).isEqualTo(Map.of("/v1/traces", 1, "/v1/logs", 1));
    assertThat(result.allAccepted()).isTrue();
    assertThat(receiver.received())
        .extracting(FakeReceiver.Received::path)
        .containsExactly("/v1/traces", "/v1/logs");
    FakeReceiver.Received traces = receiver.received().get(0);
    assertThat(traces.header("content-encoding")).isEqualTo("gzip");
    assertThat(traces.header("content-type")).isEqualTo(PROTOBUF);
    assertThat(traces.header("x-mlflow-workspace")).isEqualTo("w");
    assertThat(traces.body()).isEqualTo(TWO_SPANS);
  }

  @Test
  void requests_byGrpcAreSentByGrpc() throws Exception {
    Files.writeString(
        folder.resolve("001.headers.json"),
        """
        {"transport": "grpc", "path": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
         "content_type": "application/grpc", "headers": {"x-mlflow-workspace": "recorded"}}
        """);
    Files.write(folder.resolve("001.body"), TWO_SPANS);

    Replay.Result result = send(ReplayPlan.into("mine"));

    assertThat(result.acceptedByPath()).isEqualTo(Map.of("/v1/traces", 1));
    assertThat(receiver.received()).hasSize(1);
    FakeReceiver.Received received = receiver.received().get(0);
    assertThat(received.path()).isEqualTo("grpc");
    assertThat(received.header("x-mlflow-workspace")).isEqualTo("mine");
    assertThat(received.body()).isEqualTo(TWO_SPANS);
  }

  @Test
  void contentEncoding_thatWasNoneMayBeNull() throws Exception {
    Files.writeString(
        folder.resolve("001.headers.json"),
        """
        {"transport": "http", "method": "POST", "path": "/v1/traces", "content_type": "%s",
         "original_content_encoding": null, "headers": {}}
        """
            .formatted(PROTOBUF));
    Files.write(folder.resolve("001.body"), TWO_SPANS);

    send(ReplayPlan.AS_RECORDED);

    assertThat(receiver.received().get(0).header("content-encoding")).isNull();
    assertThat(receiver.received().get(0).body()).isEqualTo(TWO_SPANS);
  }

  @Test
  void tenancy_isReplacedByThePlan() throws Exception {
    capture(
        "001",
        "/api/public/otel/v1/traces",
        PROTOBUF,
        "",
        "{\"x-mlflow-workspace\":\"recorded\",\"x-mlflow-experiment-id\":\"1\",\"host\":\"there\"}",
        TWO_SPANS);

    send(
        new ReplayPlan(
            Optional.of("mine"), Optional.of("9"), false, false, false, OptionalLong.empty()));

    FakeReceiver.Received received = receiver.received().get(0);
    assertThat(received.path()).isEqualTo("/v1/traces");
    assertThat(received.header("x-mlflow-workspace")).isEqualTo("mine");
    assertThat(received.header("x-mlflow-experiment-id")).isEqualTo("9");
    assertThat(received.header("host")).startsWith("127.0.0.1");
  }

  @Test
  void otherVendorsPaths_areSkippedAndNamed() throws Exception {
    capture("001", "/v1/traces/ingest", "application/json", "", "{}", new byte[0]);
    capture("002", "/v1/traces", PROTOBUF, "", "{}", TWO_SPANS);

    Replay.Result result = send(ReplayPlan.AS_RECORDED);

    assertThat(result.skipped()).isEqualTo(1);
    assertThat(said).containsExactly("skipped 001 POST /v1/traces/ingest is no OTLP");
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void retryableAnswers_areWaitedOutAndTheRequestSentAgain() throws Exception {
    capture("001", "/v1/traces", PROTOBUF, "", "{}", TWO_SPANS);
    receiver.answerFirst(429, "0", "slow down".getBytes(UTF_8));
    receiver.answerFirst(503, "0", "not yet".getBytes(UTF_8));

    Replay.Result result = send(ReplayPlan.AS_RECORDED);

    assertThat(result.allAccepted()).isTrue();
    assertThat(receiver.received()).hasSize(3);
    assertThat(said).hasSize(2).allSatisfy(line -> assertThat(line).startsWith("001 again in 0 s"));
  }

  @Test
  void permanentAnswers_areCountedAndTheRestIsSent() throws Exception {
    capture("001", "/v1/traces", PROTOBUF, "", "{}", TWO_SPANS);
    capture("002", "/v1/traces", PROTOBUF, "", "{}", TWO_SPANS);
    receiver.answerFirst(413, "", "too large".getBytes(UTF_8));

    Replay.Result result = send(ReplayPlan.AS_RECORDED);

    assertThat(result.refusedRequests()).isEqualTo(1);
    assertThat(result.acceptedByPath()).isEqualTo(Map.of("/v1/traces", 1));
    assertThat(said).hasSize(1).first().asString().contains("413").contains("too large");
  }

  @Test
  void partialSuccess_isNoSuccess() throws Exception {
    capture("001", "/v1/traces", PROTOBUF, "", "{}", TWO_SPANS);
    receiver.answerFirst(
        200,
        "",
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(2))
            .build()
            .toByteArray());

    Replay.Result result = send(ReplayPlan.AS_RECORDED);

    assertThat(result.refusedItems()).isEqualTo(2);
    assertThat(result.allAccepted()).isFalse();
  }

  @Test
  void splitSpans_keepResourceAndScope() throws Exception {
    capture("001", "/v1/traces", PROTOBUF, "", "{}", TWO_SPANS);

    send(
        new ReplayPlan(
            Optional.empty(), Optional.empty(), true, false, true, OptionalLong.empty()));

    assertThat(receiver.received())
        .extracting(received -> ExportTraceServiceRequest.parseFrom(received.body()))
        .containsExactly(request("b"), request("a"));
  }

  @Test
  void splitSpans_ofJsonKeepResourceAndScope() throws Exception {
    capture(
        "001",
        "/v1/traces",
        "application/json",
        "",
        "{}",
        """
        {"resourceSpans":[{"resource":{"r":1},"scopeSpans":[{"scope":{"s":1},"spans":[{"n":1},{"n":2}]}]}]}
        """
            .getBytes(UTF_8));

    send(
        new ReplayPlan(
            Optional.empty(), Optional.empty(), true, false, false, OptionalLong.empty()));

    assertThat(receiver.received())
        .extracting(received -> new String(received.body(), UTF_8))
        .containsExactly(
            "{\"resourceSpans\":[{\"resource\":{\"r\":1},\"scopeSpans\":[{\"scope\":{\"s\":1},\"spans\":[{\"n\":1}]}]}]}",
            "{\"resourceSpans\":[{\"resource\":{\"r\":1},\"scopeSpans\":[{\"scope\":{\"s\":1},\"spans\":[{\"n\":2}]}]}]}");
  }

  @Test
  void shuffle_isTheSameForTheSameSeed() throws Exception {
    for (int i = 1; i <= 9; i++) {
      capture("00" + i, "/v1/traces", PROTOBUF, "", "{}", request("span-" + i).toByteArray());
    }
    ReplayPlan shuffled =
        new ReplayPlan(Optional.empty(), Optional.empty(), false, false, false, OptionalLong.of(7));

    send(shuffled);
    send(shuffled);

    List<byte[]> bodies = receiver.received().stream().map(FakeReceiver.Received::body).toList();
    assertThat(bodies.subList(0, 9)).containsExactlyElementsOf(bodies.subList(9, 18));
    assertThat(bodies.get(0)).isNotEqualTo(request("span-1").toByteArray());
  }

  @Test
  void conversationsWithMlflow_areSentAsFarAsTheyTellOfTraces() throws Exception {
    String trace = "tr-0123456789abcdef0123456789abcdef";
    asked("001", "GET", "/version", "\"body\": null");
    asked("002", "POST", "/api/2.0/mlflow/experiments/create", "\"body_json\": {\"name\": \"e\"}");
    String spans = Base64.getEncoder().encodeToString(TWO_SPANS);
    asked("003", "POST", "/v1/traces", "\"body_b64\": \"" + spans + "\"");
    asked("004", "POST", "/api/3.0/mlflow/traces", "\"body_json\": {\"trace\": {\"a\": 0.10}}");
    String file =
        "/api/2.0/mlflow-artifacts/artifacts/7/traces/" + trace + "/artifacts/traces.json";
    asked("005", "PUT", file, "\"body_json\": {\"spans\": []}");

    Replay.Result result = send(ReplayPlan.into("mine"));

    assertThat(said)
        .containsExactly("skipped 002 POST /api/2.0/mlflow/experiments/create is not sent again");
    assertThat(receiver.received())
        .extracting(FakeReceiver.Received::path)
        .containsExactly("/v1/traces", "/api/3.0/mlflow/traces", file);
    assertThat(receiver.received().get(0).body()).isEqualTo(TWO_SPANS);
    assertThat(receiver.received().get(1).header("x-mlflow-workspace")).isEqualTo("mine");
    assertThat(result.acceptedByPath())
        .isEqualTo(
            Map.of(
                "/v1/traces", 1,
                "/api/3.0/mlflow/traces", 1,
                "/api/2.0/mlflow-artifacts/artifacts/7/traces/*", 1));
  }

  private void asked(String name, String method, String path, String body) throws IOException {
    Files.writeString(
        folder.resolve(name + ".request.json"),
        "{\"method\": \"%s\", \"path\": \"%s\", \"headers\": {}, %s}"
            .formatted(method, path, body));
  }

  @Test
  void capture_thatIsNone_isSaidSo() {
    assertThatThrownBy(() -> Capture.read(folder)).hasMessageContaining("no captured request");
    assertThatThrownBy(() -> Capture.read(folder.resolve("absent")))
        .hasMessageContaining("is no folder");
  }

  private Replay.Result send(ReplayPlan plan) throws Exception {
    return new Replay(receiver.http(), receiver.grpc(), said::add).send(Capture.read(folder), plan);
  }

  private void capture(
      String name,
      String path,
      String contentType,
      String contentEncoding,
      String headers,
      byte[] body)
      throws IOException {
    Files.writeString(
        folder.resolve(name + ".headers.json"),
        """
        {"transport": "http", "method": "POST", "path": "%s", "content_type": "%s",
         "original_content_encoding": "%s", "headers": %s}
        """
            .formatted(path, contentType, contentEncoding, headers));
    Files.write(folder.resolve(name + ".body"), body);
  }

  private static ExportTraceServiceRequest request(String... spanNames) {
    ScopeSpans.Builder scope =
        ScopeSpans.newBuilder()
            .setScope(InstrumentationScope.newBuilder().setName("scope"))
            .setSchemaUrl("scope-schema");
    for (String name : spanNames) {
      scope.addSpans(
          Span.newBuilder()
              .setName(name)
              .setTraceId(ByteString.copyFromUtf8("0123456789abcdef"))
              .setSpanId(ByteString.copyFromUtf8("01234567")));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().setSchemaUrl("resource-schema").addScopeSpans(scope))
        .build();
  }
}
