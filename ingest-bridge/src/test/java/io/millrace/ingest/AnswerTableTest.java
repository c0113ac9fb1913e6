// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of the module's README, row by row and in each protocol and encoding: what a client is
 * answered, whether it may repeat, and what became of the data.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswerTableTest {
  private static final int MAX_BODY = RunningServer.LIMITS.maxBodyBytes();

  private final RunningServer server = new RunningServer();
  private final OtlpClient client = new OtlpClient(server.port);

  /** Spans that are taken of a request that is taken. */
  private static final int NONE = 0;

  /**
   * A cause and its answer.
   *
   * @param taken spans that must have reached Kafka
   * @param rejected spans that partial_success counts
   */
  private record Row(
      String cause,
      Consumer<RunningServer> before,
      ExportTraceServiceRequest request,
      int httpStatus,
      String grpcStatus,
      boolean retryable,
      int taken,
      int rejected) {
    @Override
    public String toString() {
      return cause;
    }
  }

  private static final List<Row> ROWS =
      List.of(
          row("all is well", server -> {}, traces(2), 200, "OK", false, 2, 0),
          row("an empty request", server -> {}, traces(0), 200, "OK", false, NONE, 0),
          row("a span without a trace id", server -> {}, halfGood(), 200, "OK", false, 1, 1),
          row("a span larger than may be", server -> {}, halfLarge(), 200, "OK", false, 1, 1),
          row(
              "a body larger than may be",
              server -> {},
              Requests.traces(Requests.span(1, 1, MAX_BODY)),
              413,
              "RESOURCE_EXHAUSTED",
              false,
              NONE,
              0),
          row(
              "too much in flight",
              server -> server.hold(RunningServer.LIMITS.maxInFlightBytesPerWorkspace() - 10_000),
              Requests.traces(Requests.span(1, 1, 100_000)),
              429,
              "RESOURCE_EXHAUSTED",
              true,
              NONE,
              0),
          row(
              "Kafka does not acknowledge",
              server -> server.publisher.failing = record -> true,
              traces(1),
              503,
              "UNAVAILABLE",
              true,
              NONE,
              0),
          row(
              "unread input would expire",
              server -> server.obstacle = "the job is behind",
              traces(1),
              503,
              "UNAVAILABLE",
              true,
              NONE,
              0));

  static List<Arguments> rowsAndWays() {
    List<Arguments> all = new ArrayList<>();
    for (Row row : ROWS) {
      Arrays.stream(OtlpClient.Way.values()).forEach(way -> all.add(Arguments.of(row, way)));
    }
    return all;
  }

  @AfterEach
  void recover() {
    server.recover();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0}, by {1}")
  @MethodSource("rowsAndWays")
  void answer_isThatOfTheTable(Row row, OtlpClient.Way way) throws Exception {
    row.before().accept(server);

    OtlpClient.Answer answer = client.export(way, row.request());

    assertThat(answer.status())
        .isEqualTo(way.isGrpc() ? row.grpcStatus() : String.valueOf(row.httpStatus()));
    assertThat(answer.retryable()).isEqualTo(row.retryable());
    assertThat(answer.rejected()).isEqualTo(row.rejected());
    assertThat(server.published()).isEqualTo(row.taken());
    server.recover();
    await().untilAsserted(() -> assertThat(server.admission.inFlightBytes()).isZero());
  }

  private static Row row(
      String cause,
      Consumer<RunningServer> before,
      ExportTraceServiceRequest request,
      int httpStatus,
      String grpcStatus,
      boolean retryable,
      int taken,
      int rejected) {
    return new Row(cause, before, request, httpStatus, grpcStatus, retryable, taken, rejected);
  }

  private static ExportTraceServiceRequest traces(int spans) {
    Span[] all = new Span[spans];
    Arrays.setAll(all, i -> Requests.span(i + 1, i + 1, 0));
    return Requests.traces(all);
  }

  private static ExportTraceServiceRequest halfGood() {
    Span noTrace = Requests.span(1, 1, 0).toBuilder().setTraceId(ByteString.EMPTY).build();
    return Requests.traces(noTrace, Requests.span(1, 2, 0));
  }

  private static ExportTraceServiceRequest halfLarge() {
    int large = RunningServer.LIMITS.maxSpanBytes();
    return Requests.traces(Requests.span(1, 1, large), Requests.span(1, 2, 0));
  }
}
