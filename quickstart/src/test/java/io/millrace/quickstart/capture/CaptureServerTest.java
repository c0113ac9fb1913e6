// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.quickstart.replay.Capture;
import io.millrace.quickstart.replay.Replay;
import io.millrace.quickstart.replay.ReplayPlan;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureServerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T01:02:03Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @Test
  void stockExporters_areRecordedAndCanBeSentAgain() throws Exception {
    Path first = folder.resolve("first");
    try (CaptureServer capture = start(first, Optional.empty())) {
      String url = "http://127.0.0.1:" + capture.port();
      export(
          OtlpHttpSpanExporter.builder()
              .setEndpoint(url + "/v1/traces")
              .setCompression("gzip")
              .addHeader("Authorization", "Bearer hidden")
              .addHeader("x-mlflow-experiment-id", "7")
              .build());
      export(OtlpGrpcSpanExporter.builder().setEndpoint(url).setCompression("gzip").build());
    }
    assertThat(header(first, "001").path("headers").path("x-mlflow-experiment-id").asText())
        .isEqualTo("7");
    assertThat(header(first, "001").path("original_content_encoding").asText()).isEqualTo("gzip");
    assertThat(header(first, "002").path("transport").asText()).isEqualTo("grpc");
    assertThat(Files.readString(first.resolve("001.headers.json")))
        .doesNotContainIgnoringCase("authorization")
        .doesNotContain("hidden");
    assertThat(JSON.readTree(first.resolve("client.json").toFile()).path("captured").asText())
        .isEqualTo("2026-11-21");

    Path second = folder.resolve("second");
    try (CaptureServer capture = start(second, Optional.empty())) {
      URI url = URI.create("http://127.0.0.1:" + capture.port());
      Replay.Result result =
          new Replay(url, url, said::add).send(Capture.read(first), ReplayPlan.AS_RECORDED);
      assertThat(result.acceptedByPath()).isEqualTo(Map.of("/v1/traces", 2));
      assertThat(result.allAccepted()).isTrue();
    }
    for (String name : List.of("001", "002")) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(Files.readAllBytes(first.resolve(name + ".body")));
      assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpans(0).getName())
          .isEqualTo("chat gpt-4o-mini");
      assertThat(second.resolve(name + ".body"))
          .hasSameBinaryContentAs(first.resolve(name + ".body"));
    }
  }

  @Test
  void anyPath_isRecordedAndAnsweredAsAnOtlpReceiverDoes() throws Exception {
    try (CaptureServer capture = start(folder, Optional.empty())) {
      HttpResponse<String> logs = post(capture, "/v1/logs", "application/json", "{}");
      assertThat(logs.statusCode()).isEqualTo(200);
      assertThat(logs.body()).isEqualTo("{}");
      assertThat(post(capture, "/api/x?key=1&page=2", "text/plain", "hello").statusCode())
          .isEqualTo(404);

      assertThat(capture.requestsByPath()).isEqualTo(Map.of("POST /v1/logs", 1, "POST /api/x", 1));
    }
    assertThat(header(folder, "001").path("signal").asText()).isEqualTo("logs");
    assertThat(header(folder, "002").path("signal").isNull()).isTrue();
    assertThat(header(folder, "002").path("path").asText()).isEqualTo("/api/x?page=2");
    assertThat(folder.resolve("002.body")).hasContent("hello");
  }

  @Test
  void forward_answersWhatTheOtherOneAnswers() throws Exception {
    Path there = folder.resolve("there");
    Path here = folder.resolve("here");
    try (CaptureServer other = start(there, Optional.empty());
        CaptureServer capture =
            start(here, Optional.of(URI.create("http://127.0.0.1:" + other.port())))) {
      assertThat(post(capture, "/v1/traces", "application/json", "{}").body()).isEqualTo("{}");
      assertThat(post(capture, "/nowhere", "text/plain", "x").statusCode()).isEqualTo(404);
      export(
          OtlpGrpcSpanExporter.builder().setEndpoint("http://127.0.0.1:" + capture.port()).build());
    }
    assertThat(there.resolve("003.body")).hasSameBinaryContentAs(here.resolve("003.body"));
  }

  @Test
  void whatCannotBeDecoded_isRefusedAndNotRecorded() throws Exception {
    try (CaptureServer capture = start(folder, Optional.empty())) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + capture.port() + "/v1/traces"))
              .header("content-encoding", "gzip")
              .POST(BodyPublishers.ofString("no gzip"))
              .build();
      assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
          .isEqualTo(400);
    }
    assertThat(folder.resolve("001.body")).doesNotExist();
    assertThat(said).anyMatch(line -> line.startsWith("not recorded"));
  }

  @Test
  void folderWithACapture_isNotMixedWithAnother() throws Exception {
    Files.writeString(folder.resolve("001.headers.json"), "{}");

    assertThatThrownBy(() -> start(folder, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds a capture already");
  }

  private CaptureServer start(Path into, Optional<URI> forward) throws IOException {
    return CaptureServer.start(
        new CaptureServer.Options(into, 0, 1 << 20, forward), CLOCK, said::add);
  }

  private static void export(SpanExporter exporter) {
    try (SdkTracerProvider tracing =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      tracing.get("stock").spanBuilder("chat gpt-4o-mini").startSpan().end();
      assertThat(tracing.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
  }

  private static HttpResponse<String> post(
      CaptureServer capture, String path, String contentType, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + capture.port() + path))
            .header("content-type", contentType)
            .POST(BodyPublishers.ofByteArray(body.getBytes(UTF_8)))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static JsonNode header(Path folder, String name) throws IOException {
    return JSON.readTree(folder.resolve(name + ".headers.json").toFile());
  }
}
