// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubberTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectory(folder.resolve("in"));
    out = folder.resolve("out");
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static ExportTraceServiceRequest request(Span span) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(text("service.name", "travel-agents"))
                        .addAttributes(text("host.name", "laptop-of-ann")))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build();
  }

  private void capture(String name, byte[] body, String path, String contentType)
      throws IOException {
    Files.write(in.resolve(name + ".body"), body);
    Files.writeString(
        in.resolve(name + ".headers.json"),
        """
        {"transport": "http", "path": "%s?token=abc", "content_type": "%s",
         "original_content_encoding": "gzip", "arrival_unix": 1795188061.1855845,
         "headers": {"Authorization": "Bearer secret", "host": "10.0.0.7:4318", "x-api-key": "k",
                     "User-Agent": "OTel", "x-mlflow-experiment-id": "123"}}
        """
            .formatted(path, contentType));
  }

  private Map<String, String> scrubbed(KeyValue... attributes) throws IOException {
    Span.Builder span = Span.newBuilder().setName("chat");
    for (KeyValue attribute : attributes) {
      span.addAttributes(attribute);
    }
    capture("001", request(span.build()).toByteArray(), "/v1/traces", "application/x-protobuf");
    Scrubber.bundled().scrub(in, out);
    return scrubbedSpan().getAttributesList().stream()
        .collect(Collectors.toMap(KeyValue::getKey, a -> a.getValue().getStringValue()));
  }

  private Span scrubbedSpan() throws IOException {
    return ExportTraceServiceRequest.parseFrom(Files.readAllBytes(out.resolve("001.body")))
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0);
  }

  @Test
  void whatIsNotListed_becomesFillerOfTheSameShape() throws IOException {
    Map<String, String> attributes =
        scrubbed(
            text("some.new.attribute", "Ann's number: +49 170 12"),
            text("url.full", "https://intern.example.com/a/b?c=1"),
            text("exception.message", "no café in Wien"));

    assertThat(attributes.values())
        .noneMatch(value -> value.matches(".*(Ann|intern|example|Wien|café|170).*"));
    assertThat(attributes.get("some.new.attribute"))
        .matches("[A-Z][a-z]{2}'[a-z] [a-z]{6}: \\+\\d\\d \\d{3} \\d\\d");
    assertThat(attributes.get("url.full"))
        .matches("[a-z]{5}://[a-z]{6}\\.[a-z]{7}\\.[a-z]{3}/[a-z]/[a-z]\\?[a-z]=\\d");
    assertThat(attributes.get("exception.message").getBytes(StandardCharsets.UTF_8))
        .hasSameSizeAs("no café in Wien".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void facts_survive() throws IOException {
    Map<String, String> facts =
        Map.of(
            "gen_ai.request.model", "gpt-4o-mini",
            "gen_ai.tool.name", "get_weather",
            "gen_ai.tool.call.id", "call_1",
            "session.id", "sess-7f3a",
            "user.id", "user-42",
            "error.type", "ValueError",
            "llm.output_messages.0.message.tool_calls.1.tool_call.function.name", "get_weather",
            // counts and truth that an emitter sends as texts
            "some.count", "1260",
            "some.flag", "false");

    assertThat(
            scrubbed(
                facts.entrySet().stream()
                    .map(e -> text(e.getKey(), e.getValue()))
                    .toArray(KeyValue[]::new)))
        .isEqualTo(facts);
  }

  @Test
  void chatJson_keepsItsStructureAndJoins_butNoContent() throws IOException {
    String chat =
        "[{\"role\": \"user\", \"content\": \"Weather in Paris?\"},\n"
            + " {\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
            + "\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"name\\\": \\\"Paris\\\", \\\"n\\\": 7}\"}}]}]";

    String scrubbed = scrubbed(text("gen_ai.input.messages", chat)).get("gen_ai.input.messages");

    assertThat(scrubbed)
        .isEqualTo(
            "[{\"role\": \"user\", \"content\": \"Loremip um Olors?\"},\n"
                + " {\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"name\\\": \\\"Lorem\\\", \\\"n\\\": 7}\"}}]}]");
  }

  @Test
  void toolsJson_keepsNoText_evenUnderFamiliarNames() throws IOException {
    Map<String, String> attributes =
        scrubbed(
            text("input.value", "{\"name\": \"Ann\", \"id\": \"secret\", \"age\": 41}"),
            text("lmnr.span.output", "{\"is_error\":true,\"exit_code\":3,\"text\":\"hello\"}"));

    assertThat(attributes.get("input.value"))
        .isEqualTo("{\"name\": \"Lor\", \"id\": \"loremi\", \"age\": 41}");
    assertThat(attributes.get("lmnr.span.output"))
        .isEqualTo("{\"is_error\":true,\"exit_code\":3,\"text\":\"lorem\"}");
  }

  @Test
  void namesInAChat_surviveOnlyAsOneWord() throws IOException {
    assertThat(
            scrubbed(text("gen_ai.input.messages", "[{\"role\":\"user\",\"name\":\"Ann Lee\"}]"))
                .get("gen_ai.input.messages"))
        .isEqualTo("[{\"role\":\"user\",\"name\":\"Lor Mip\"}]");
  }

  @Test
  void escapes_stayAsTheyWere() throws IOException {
    assertThat(
            scrubbed(text("gen_ai.input.messages", "[{\"content\":\"caf\\u00e9\\n\\\"x\\\"\"}]"))
                .get("gen_ai.input.messages"))
        .isEqualTo("[{\"content\":\"lor\\u00E4\\n\\\"p\\\"\"}]");
  }

  @Test
  void cutOffJson_isFilledAsText() throws IOException {
    assertThat(scrubbed(text("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"Ann")))
        .containsEntry("gen_ai.input.messages", "[{\"emip\":\"dolo\",\"tametco\":\"Cte");
  }

  @Test
  void mailAddress_asId_becomesAnother_differentForEach() throws IOException {
    String ann = scrubbed(text("user.id", "ann@example.com")).get("user.id");
    String bob = scrubbed(text("user.id", "bob@example.com")).get("user.id");

    assertThat(ann).endsWith("@example.invalid").doesNotContain("ann").isNotEqualTo(bob);
  }

  @Test
  void statusEventsAndResource_areScrubbed_namesAreNot() throws IOException {
    Span span =
        Span.newBuilder()
            .setName("execute_tool find")
            .setStatus(
                Status.newBuilder()
                    .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                    .setMessage("no Ann"))
            .addEvents(
                Span.Event.newBuilder()
                    .setName("exception")
                    .addAttributes(text("exception.type", "KeyError"))
                    .addAttributes(text("exception.stacktrace", "File \"/home/ann/x.py\"")))
            .build();
    capture("001", request(span).toByteArray(), "/v1/traces", "application/x-protobuf");

    Scrubber.bundled().scrub(in, out);

    Span scrubbed = scrubbedSpan();
    assertThat(scrubbed.getName()).isEqualTo("execute_tool find");
    assertThat(scrubbed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(scrubbed.getStatus().getMessage()).isEqualTo("lo Emi");
    assertThat(scrubbed.getEvents(0).getAttributes(0).getValue().getStringValue())
        .isEqualTo("KeyError");
    assertThat(Files.readString(out.resolve("001.body"), StandardCharsets.ISO_8859_1))
        .doesNotContain("ann")
        .doesNotContain("laptop")
        .contains("travel-agents");
  }

  @Test
  void logBody_isScrubbed() throws IOException {
    ExportLogsServiceRequest logs =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(
                ResourceLogs.newBuilder()
                    .addScopeLogs(
                        ScopeLogs.newBuilder()
                            .addLogRecords(
                                LogRecord.newBuilder()
                                    .setBody(AnyValue.newBuilder().setStringValue("Ann said"))
                                    .setEventName("gen_ai.user.message"))))
            .build();
    capture("001", logs.toByteArray(), "/v1/logs", "application/x-protobuf");

    Scrubber.bundled().scrub(in, out);

    LogRecord log =
        ExportLogsServiceRequest.parseFrom(Files.readAllBytes(out.resolve("001.body")))
            .getResourceLogs(0)
            .getScopeLogs(0)
            .getLogRecords(0);
    assertThat(log.getBody().getStringValue()).isEqualTo("Lor mips");
    assertThat(log.getEventName()).isEqualTo("gen_ai.user.message");
  }

  @Test
  void otlpJson_isScrubbedToo() throws IOException {
    String body =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
            + "\"name\":\"chat\",\"status\":{\"code\":2,\"message\":\"no Ann\"},\"attributes\":["
            + "{\"key\":\"user_prompt\",\"value\":{\"stringValue\":\"Ann said\"}},"
            + "{\"key\":\"input_tokens\",\"value\":{\"intValue\":120}},"
            + "{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"gpt-4o\"}},"
            + "{\"key\":\"list\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"Ann\"}]}}}]}]}]}]}";
    capture("001", body.getBytes(StandardCharsets.UTF_8), "/v1/traces", "application/json");

    Scrubber.bundled().scrub(in, out);

    assertThat(Files.readString(out.resolve("001.body")))
        .isEqualTo(
            body.replace("no Ann", "lo Emi").replace("Ann said", "Lor mips").replace("Ann", "Lor"));
  }

  @Test
  void headers_loseSecretsAndHosts() throws IOException {
    scrubbed();

    JsonNode request = JSON.readTree(out.resolve("001.headers.json").toFile());
    assertThat(request.path("path").asText()).isEqualTo("/v1/traces");
    assertThat(request.path("original_content_encoding").asText()).isEqualTo("gzip");
    assertThat(request.path("body_bytes").asLong()).isEqualTo(Files.size(out.resolve("001.body")));
    assertThat(request.path("headers").toString())
        .isEqualTo("{\"User-Agent\":\"OTel\",\"x-mlflow-experiment-id\":\"123\"}");
    assertThat(Files.readString(out.resolve("001.headers.json"))).contains("1795188061.1855845");
  }

  @Test
  void clientsEnvironment_isLeftOut_truthIsKept() throws IOException {
    Files.writeString(
        in.resolve("client.json"),
        "{\"client\":\"c\",\"packages\":{\"p\":\"1\"},\"env\":{\"API_KEY\":\"secret\"}}");
    Files.writeString(
        in.resolve("expected.json"),
        "{\"users\":[\"user-42\",\"ann@example.com\"],\"list_price_usd\":0.0003525}");
    Files.writeString(in.resolve("notes.txt"), "secret");
    String user = scrubbed(text("user.id", "ann@example.com")).get("user.id");

    assertThat(Files.readString(out.resolve("client.json")))
        .doesNotContain("secret")
        .contains("\"p\"");
    JsonNode truth = JSON.readTree(out.resolve("expected.json").toFile());
    assertThat(truth.path("users").get(0).asText()).isEqualTo("user-42");
    assertThat(truth.path("users").get(1).asText()).isEqualTo(user);
    assertThat(Files.readString(out.resolve("expected.json"))).contains("0.0003525");
    assertThat(out.resolve("notes.txt")).doesNotExist();
  }

  @Test
  void whatIsNoOtlp_isLeftOutByName() throws IOException {
    capture("001", new byte[] {1}, "/api/public/scores", "application/json");
    capture("002", new byte[] {1}, "/v1/traces/ingest", "application/json");
    capture("003", new byte[] {1}, "/api/3.0/mlflow/traces", "application/json");
    capture("004", new byte[0], "/v1/traces", "application/x-protobuf");

    Scrubber.Result result = Scrubber.bundled().scrub(in, out);

    assertThat(result.requests()).isEqualTo(1);
    assertThat(result.leftOut())
        .satisfiesExactly(
            first -> assertThat(first).endsWith("001.headers.json /api/public/scores"),
            second -> assertThat(second).endsWith("/v1/traces/ingest"),
            third -> assertThat(third).endsWith("/api/3.0/mlflow/traces"));
    assertThat(out.resolve("001.body")).doesNotExist();
    assertThat(out.resolve("004.body")).exists();
  }

  @Test
  void whatCannotBeRead_isRefused() throws IOException {
    capture("001", new byte[] {-1, -1}, "/v1/traces", "application/x-protobuf");
    assertThatThrownBy(() -> Scrubber.bundled().scrub(in, out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("001.body");
    assertThat(out.resolve("001.body")).doesNotExist();
  }

  @Test
  void signal_isNamedWhereTheCaptureDidNot() throws IOException {
    capture("001", new byte[0], "/api/public/otel/v1/traces", "application/x-protobuf");
    capture(
        "002",
        new byte[0],
        "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        "application/grpc");

    Scrubber.bundled().scrub(in, out);

    assertThat(signal("001")).isEqualTo("traces");
    assertThat(signal("002")).isEqualTo("logs");
  }

  private String signal(String request) throws IOException {
    return JSON.readTree(out.resolve(request + ".headers.json").toFile()).path("signal").asText();
  }

  @Test
  void folder_isNotScrubbedOntoItself() {
    assertThatThrownBy(() -> Scrubber.bundled().scrub(in, in))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("elsewhere");
  }
}
