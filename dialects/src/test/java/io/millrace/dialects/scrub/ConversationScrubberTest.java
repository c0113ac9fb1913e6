// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationScrubberTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void makeFolders() throws IOException {
    in = Files.createDirectory(folder.resolve("in"));
    out = folder.resolve("out");
  }

  /** The scrubbed body of a request to a path of MLflow's. */
  private JsonNode scrubbed(String body) throws IOException {
    request("/api/3.0/mlflow/traces", "\"body_json\":" + body);
    Scrubber.bundled().scrub(in, out);
    return JSON.readTree(out.resolve("001.request.json").toFile()).path("body_json");
  }

  private void request(String path, String more) throws IOException {
    Files.writeString(
        in.resolve("001.request.json"),
        "{\"n\":1,\"t\":1.5,\"method\":\"POST\",\"path\":\"" + path + "\"," + more + "}");
  }

  @Test
  void traceInfo_keepsIdsTimesAndUsage_notWhatWasSaid() throws IOException {
    JsonNode info =
        scrubbed(
            """
            {"trace_id":"tr-01","request_time":"2026-11-20T15:26:01.286Z","state":"OK",
             "request_preview":"{\\"q\\": \\"Ann?\\", \\"n\\": 3}","response_preview":"\\"No.\\\\nAnn\\"",
             "trace_metadata":{"mlflow.user":"ann","mlflow.trace.session":"s-1",
              "mlflow.trace.user":"ann@example.com",
              "mlflow.trace.tokenUsage":"{\\"input_tokens\\": 12}"},
             "tags":{"mlflow.traceName":"turn","team":"Sales",
              "mlflow.artifactLocation":"mlflow-artifacts:/4/traces/tr-01/artifacts","at":"s3://ann/"}}\
            """);

    assertThat(info.path("trace_id").asText()).isEqualTo("tr-01");
    assertThat(info.path("request_time").asText()).isEqualTo("2026-11-20T15:26:01.286Z");
    assertThat(info.path("state").asText()).isEqualTo("OK");
    assertThat(info.path("request_preview").asText()).isEqualTo("{\"q\": \"Lor?\", \"n\": 3}");
    assertThat(info.path("response_preview").asText()).isEqualTo("\"Lo.\\nMip\"");
    JsonNode metadata = info.path("trace_metadata");
    assertThat(metadata.path("mlflow.user").asText()).isEqualTo("lor");
    assertThat(metadata.path("mlflow.trace.session").asText()).isEqualTo("s-1");
    assertThat(metadata.path("mlflow.trace.user").asText()).endsWith("@example.invalid");
    assertThat(metadata.path("mlflow.trace.tokenUsage").asText())
        .isEqualTo("{\"input_tokens\": 12}");
    assertThat(info.path("tags").toString())
        .isEqualTo(
            "{\"mlflow.traceName\":\"turn\",\"team\":\"Lorem\","
                + "\"mlflow.artifactLocation\":\"mlflow-artifacts:/4/traces/tr-01/artifacts\","
                + "\"at\":\"l1://ips/\"}");
  }

  @Test
  void spansOfFilesAndAnswers_keepTypesAndModels() throws IOException {
    JsonNode body =
        scrubbed(
            """
            {"spans":[{"span_id":"BRWBvxWZ+zM=","name":"call","status":{"code":"OK","message":"no Ann"},
              "attributes":{"mlflow.spanType":"\\"TOOL\\"","mlflow.spanOutputs":"\\"Ann\\"",
               "mlflow.spanInputs":"{\\"messages\\": [{\\"role\\": \\"user\\", \\"content\\": \\"Ann\\"}]}"}}],
             "trace":{"spans":[{"name":"call","attributes":[
              {"key":"mlflow.spanType","value":{"string_value":"TOOL"}},
              {"key":"mlflow.spanInputs","value":{"kvlist_value":{"values":[
               {"key":"content","value":{"string_value":"Ann"}}]}}}]}]}}\
            """);

    JsonNode file = body.path("spans").get(0);
    assertThat(file.at("/status/message").asText()).isEqualTo("lo Emi");
    assertThat(file.path("name").asText()).isEqualTo("call");
    assertThat(file.path("attributes").path("mlflow.spanType").asText()).isEqualTo("\"TOOL\"");
    assertThat(file.path("attributes").path("mlflow.spanOutputs").asText()).isEqualTo("\"Lor\"");
    assertThat(file.path("attributes").path("mlflow.spanInputs").asText())
        .isEqualTo("{\"messages\": [{\"role\": \"user\", \"content\": \"Lor\"}]}");
    assertThat(body.at("/trace/spans").toString())
        .contains("\"TOOL\"", "\"Lor\"")
        .doesNotContain("Ann");
  }

  @Test
  void assessmentsAndTags_keepNoValue() throws IOException {
    JsonNode body =
        scrubbed(
            """
            {"key":"reviewed","value":"by Ann","tags":[{"key":"team","value":"Ann"}],
             "assessment":{"assessment_name":"helpful","rationale":"Ann did","source":
              {"source_type":"HUMAN","source_id":"ann@example.com"},"metadata":{"name":"Ann"},
              "feedback":{"value":{"name":"Ann","score":3}},"expectation":{"value":true}}}\
            """);

    assertThat(body.toString())
        .doesNotContainIgnoringCase("ann")
        .contains("\"key\":\"reviewed\"", "\"key\":\"team\"", "helpful", "HUMAN", "\"score\":3")
        .contains("\"value\":true", "@example.invalid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "span.type = 'AGENT' AND timestamp_ms > 0 | span.type = 'AGENT' AND timestamp_ms > 0",
        "attribute.run_id IN ('07', '08') | attribute.run_id IN ('07', '08')",
        "trace.text LIKE '%Ann%' | trace.text LIKE '%Ann%'",
        "trace.text LIKE '%Ann did%' | trace.text LIKE '%Ore ips%'",
        "tag.team = 'Sales' | tag.team = 'Lorem'",
        "metadata.`mlflow.trace.session` = 's-1' | metadata.`mlflow.trace.session` = 's-1'",
        "feedback.helpful = 'true' | feedback.helpful = 'true'",
        "tags.a = 'Ann' AND name = 'turn' | tags.a = 'Lor' AND name = 'turn'"
      })
  void filter_findsTheScrubbedCopies(String filter, String expected) throws IOException {
    assertThat(scrubbed("{\"filter\":\"" + filter + "\"}").path("filter").asText())
        .isEqualTo(expected);
  }

  @Test
  void secretsAndClocks_areLeftOut_answersAreScrubbedToo() throws IOException {
    request(
        "/api/2.0/mlflow/experiments/get-by-name",
        "\"query\":{\"experiment_name\":\"fleet\"},\"headers\":{\"authorization\":\"Bearer"
            + " secret\",\"host\":\"10.0.0.7\",\"x-mlflow-workspace\":\"w\"},\"body\":null");
    Files.writeString(
        in.resolve("001.response.json"),
        "{\"n\":1,\"status\":404,\"headers\":{\"date\":\"today\"},\"body_json\":{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no"
            + " 'fleet'\"}}");

    assertThat(Scrubber.bundled().scrub(in, out).requests()).isEqualTo(1);

    assertThat(out.resolve("001.request.json"))
        .hasContent(
            "{\"n\":1,\"method\":\"POST\",\"path\":\"/api/2.0/mlflow/experiments/get-by-name\","
                + "\"query\":{\"experiment_name\":\"fleet\"},\"headers\":{\"x-mlflow-workspace\":\"w\"}}");
    assertThat(out.resolve("001.response.json"))
        .hasContent(
            "{\"n\":1,\"status\":404,\"headers\":{},\"body_json\":"
                + "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"lo 'mipsu'\"}}");
  }

  @Test
  void unknownPaths_areLeftOut_bodiesThatCannotBeRead_areRefused() throws IOException {
    request("/api/public/scores", "\"body_json\":{}");
    assertThat(Scrubber.bundled().scrub(in, out).leftOut()).hasSize(1);
    request("/api/3.0/mlflow/traces", "\"body_b64\":\"AA==\"");
    assertThatThrownBy(() -> Scrubber.bundled().scrub(in, out))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("001.request.json");
    assertThat(out.resolve("001.request.json")).doesNotExist();
  }
}
