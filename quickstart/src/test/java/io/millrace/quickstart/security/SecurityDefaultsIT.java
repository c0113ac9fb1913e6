// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.engine.EngineCredentials;
import io.millrace.quickstart.security.ListeningSockets.Listening;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.schemas.Topics;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.RefusedException;
import io.millrace.sql.SqlReader;
import io.millrace.stream.MillraceJob;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Millrace does and does not open, take and tell without a setting. */
class SecurityDefaultsIT {
  private static final String PROMPT = "marked-prompt-5b1f0c";
  private static final String TOKEN = "marked-token-77d2ae";
  private static final String PASSWORD = "marked-password-c31b90";
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(1);

  private final RunningMillrace millrace = RunningMillrace.shared();
  private final HttpClient http = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(strings = {"broker", "clickhouse", "pipeline", "query-api"})
  void everyListeningSocket_isOnLoopback(String process) throws Exception {
    List<Listening> sockets = ListeningSockets.of(millrace.process(process).process().pid());

    assertThat(sockets).isNotEmpty().allMatch(Listening::onLoopback);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /jars/upload",
    "POST, /v1/jars/upload",
    "POST, /jobs",
    "POST, /v1/jobs",
    "PATCH, /jobs/{job}?mode=cancel",
    "PATCH, /v1/jobs/{job}",
    "GET, /jobs/{job}/yarn-cancel",
    "GET, /v1/jobs/{job}/yarn%2Dcancel/",
    "GET, /jobs/{job}/yarn-stop",
    "POST, /jobs/{job}/stop",
    "POST, /jobs/{job}/savepoints",
    "PUT, /jobs/{job}/resource-requirements",
    "DELETE, /cluster",
  })
  void flink_takesNothingThatChangesSomething(String method, String path) throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(flink(path))
                .method(method, BodyPublishers.ofString("--x\r\n\r\n"))
                .header("content-type", "multipart/form-data; boundary=x"));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("only reads");
    assertThat(send(HttpRequest.newBuilder(flink("/jobs/{job}"))).body())
        .contains("\"state\":\"RUNNING\"");
  }

  @Test
  void logsAndRawLog_keepNoSecretAndNoPrompt() throws Exception {
    exportByHttp("application/x-protobuf", markedSpan().toByteArray());
    exportByHttp("application/x-protobuf", ("\n" + PROMPT).getBytes(ISO_8859_1));
    exportByHttp("application/json", ("{\"" + PROMPT).getBytes(ISO_8859_1));
    exportByGrpc(markedSpan());
    askWithWrongPassword();
    send(
        HttpRequest.newBuilder(
                millrace.http(Setting.QUERY_API_PORT).resolve("/api/v1/traces?text=" + PROMPT))
            .header("authorization", "Bearer " + TOKEN));
    LogPrefix.now(kafka()).awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);

    EngineCredentials credentials =
        EngineCredentials.load(millrace.folder().clickHouseCredentials());
    try (Stream<Path> logs = Files.list(millrace.folder().logFolder())) {
      assertThat(logs.toList())
          .isNotEmpty()
          .allSatisfy(
              log ->
                  assertThat(Files.readString(log, ISO_8859_1))
                      .doesNotContain(PROMPT, TOKEN, PASSWORD)
                      .doesNotContain(credentials.writerPassword(), credentials.readerPassword()));
    }
    assertThat(new TopicDump(kafka()).texts(Topics.SPANS))
        .anyMatch(record -> record.contains(PROMPT))
        .noneMatch(record -> record.contains(TOKEN));
  }

  @Test
  void reader_findsNoSecretInSystemTables() throws Exception {
    EngineCredentials credentials =
        EngineCredentials.load(millrace.folder().clickHouseCredentials());
    int read = 0;
    // models waits two minutes for a library bridge, which the embedded engine does not have
    for (Map<String, Object> table :
        millrace.query(
            "SELECT name FROM system.tables WHERE database = 'system' AND name != 'models'")) {
      String rows = systemTable(table.get("name").toString());
      assertThat(rows)
          .as("system.%s", table.get("name"))
          .doesNotContain(credentials.writerPassword(), credentials.readerPassword());
      read += rows.isEmpty() ? 0 : 1;
    }
    assertThat(read).as("system tables that a reader can read").isGreaterThan(20);
  }

  /** Empty where it may not be read. */
  private String systemTable(String name) {
    try {
      java.io.ByteArrayOutputStream rows = new java.io.ByteArrayOutputStream();
      millrace.conformTarget().reader().stream(
          "SELECT * FROM system.`" + name + "` LIMIT 1000", Map.of(), "JSONEachRow", rows);
      return rows.toString(ISO_8859_1);
    } catch (IOException refused) {
      return "";
    }
  }

  private void exportByHttp(String contentType, byte[] body) throws Exception {
    send(
        HttpRequest.newBuilder(millrace.bridgeHttp().resolve("/v1/traces"))
            .header("content-type", contentType)
            .header("authorization", "Bearer " + TOKEN)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private void exportByGrpc(ExportTraceServiceRequest request) {
    GrpcClients.builder("gproto+" + millrace.bridgeGrpc())
        .setHeader("authorization", "Basic " + TOKEN)
        .build(TraceServiceBlockingStub.class)
        .export(request);
  }

  private void askWithWrongPassword() {
    ClickHouseEndpoint wrong =
        new ClickHouseEndpoint(
            millrace.endpoints().clickHouse(), EngineCredentials.READER, PASSWORD, "millrace");
    try (SqlReader reader = new SqlReader(wrong)) {
      assertThatThrownBy(() -> reader.query("SELECT '" + PROMPT + "'", Map.of()))
          .isInstanceOf(RefusedException.class)
          .hasMessageNotContaining(PASSWORD);
    }
  }

  private static ExportTraceServiceRequest markedSpan() {
    long now = TimeUnit.SECONDS.toNanos(Instant.now().getEpochSecond());
    Span span =
        Span.newBuilder()
            .setTraceId(
                ByteString.copyFrom(new byte[] {5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}))
            .setSpanId(ByteString.copyFrom(new byte[] {5, 0, 0, 0, 0, 0, 0, 1}))
            .setName("chat " + PROMPT)
            .setStartTimeUnixNano(now)
            .setEndTimeUnixNano(now + 1)
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("gen_ai.prompt")
                    .setValue(AnyValue.newBuilder().setStringValue(PROMPT)))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build();
  }

  private URI flink(String path) {
    return millrace.flink().resolve(path.replace("{job}", MillraceJob.jobId(1).toString()));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", millrace.endpoints().kafka());
  }
}
