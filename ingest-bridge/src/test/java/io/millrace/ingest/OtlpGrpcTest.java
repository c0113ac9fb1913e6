// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.client.grpc.GrpcClientBuilder;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc.LogsServiceBlockingStub;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc.MetricsServiceBlockingStub;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpGrpcTest {
  private final RunningServer server = new RunningServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void traces_arePublished() {
    ExportTraceServiceResponse answer = traces().export(request());

    assertThat(answer).isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
    assertThat(server.publisher.itemCount()).isEqualTo(2);
    assertMemoryIsGivenBack();
  }

  @Test
  void gzip_isUndone() {
    traces().withCompression("gzip").export(request());

    assertThat(server.publisher.itemCount()).isEqualTo(2);
  }

  @Test
  void logsAndMetrics_goToTheirTopics() {
    client().build(LogsServiceBlockingStub.class).export(Requests.logs());
    client().build(MetricsServiceBlockingStub.class).export(Requests.metrics());

    assertThat(server.publisher.records)
        .extracting("topic")
        .containsExactly("otlp.logs.v1", "otlp.metrics.v1");
  }

  @Test
  void emptyRequest_isASuccess() {
    traces().export(ExportTraceServiceRequest.getDefaultInstance());

    assertThat(server.publisher.records).isEmpty();
  }

  @Test
  void spansThatAreRefused_areToldInPartialSuccess() {
    Span noTrace =
        Requests.span(1, 1, 0).toBuilder().setTraceId(ByteString.copyFromUtf8("x")).build();

    ExportTraceServiceResponse answer =
        traces().export(Requests.traces(noTrace, Requests.span(1, 2, 0)));

    assertThat(answer.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(server.publisher.itemCount()).isEqualTo(1);
  }

  @Test
  void tenant_comesFromTheMetadata() throws Exception {
    client()
        .setHeader("x-mlflow-workspace", "team-a")
        .build(TraceServiceBlockingStub.class)
        .export(request());

    assertThat(server.envelopes()).allMatch(envelope -> envelope.getWorkspace().equals("team-a"));
  }

  @Test
  void tenant_thatCannotBe_isAnInvalidArgument() {
    StatusRuntimeException failure =
        failure(
            client()
                .setHeader("x-mlflow-workspace", "a".repeat(129))
                .build(TraceServiceBlockingStub.class),
            request());

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription()).contains("x-mlflow-workspace");
    assertThat(server.publisher.records).isEmpty();
    assertMemoryIsGivenBack();
  }

  @Test
  void kafkaAway_isUnavailableWithRetryInfo() throws Exception {
    server.publisher.failing = record -> true;

    StatusRuntimeException failure = failure(traces(), request());

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(retryDelaySeconds(failure)).isEqualTo(2);
    assertMemoryIsGivenBack();
  }

  @Test
  void tooMuchInFlight_isResourceExhaustedWithRetryInfo() throws Exception {
    try (var held = server.admission.open("default")) {
      held.grow(RunningServer.LIMITS.maxInFlightBytesPerWorkspace() - (8 << 10));

      StatusRuntimeException failure =
          failure(traces(), Requests.traces(Requests.span(1, 1, 100_000)));

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(retryDelaySeconds(failure)).isEqualTo(1);
      assertThat(
              server.metrics.get("millrace.bridge.requests").tag("outcome", "overloaded").timer())
          .extracting(Timer::count)
          .isEqualTo(1L);
    }
    assertMemoryIsGivenBack();
  }

  @Test
  void message_beyondTheLimit_isNotToBeRepeated() {
    int bytes = RunningServer.LIMITS.maxBodyBytes() + 1;
    ExportTraceServiceRequest large = Requests.traces(Requests.span(1, 1, bytes));

    for (TraceServiceBlockingStub stub :
        new TraceServiceBlockingStub[] {traces(), traces().withCompression("gzip")}) {
      StatusRuntimeException failure = failure(stub, large);

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(StatusProto.fromThrowable(failure).getDetailsList()).isEmpty();
    }
    assertMemoryIsGivenBack();
  }

  private static long retryDelaySeconds(StatusRuntimeException failure) throws Exception {
    return StatusProto.fromThrowable(failure)
        .getDetails(0)
        .unpack(RetryInfo.class)
        .getRetryDelay()
        .getSeconds();
  }

  private void assertMemoryIsGivenBack() {
    await().untilAsserted(() -> assertThat(server.admission.inFlightBytes()).isZero());
  }

  private static StatusRuntimeException failure(
      TraceServiceBlockingStub stub, ExportTraceServiceRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> stub.export(request));
  }

  private TraceServiceBlockingStub traces() {
    return client().build(TraceServiceBlockingStub.class);
  }

  private GrpcClientBuilder client() {
    return GrpcClients.builder("gproto+http://127.0.0.1:" + server.port);
  }

  private static ExportTraceServiceRequest request() {
    return Requests.traces(Requests.span(1, 1, 0), Requests.span(2, 2, 0));
  }
}
