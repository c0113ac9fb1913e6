// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** docs/mlflow.md: what of MLflow's protocol is answered, and which test shows it. */
final class CompatibilityPage {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TRACE_ID = "tr-" + "0".repeat(31) + "1";
  private static final String WORKSPACE = "mlflow-endpoints";

  private final URI bridge;
  private final Map<String, Set<String>> answered;
  private final Map<String, String> differences;

  /**
   * A page.
   *
   * @param answered conversations by method and endpoint
   * @param differences endpoint and difference → why
   */
  CompatibilityPage(
      URI bridge, Map<String, Set<String>> answered, Map<String, String> differences) {
    this.bridge = bridge;
    this.answered = answered;
    this.differences = differences;
  }

  /**
   * The page.
   *
   * @param endpoints method and path | test
   */
  String text(List<String> endpoints) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add("# MLflow's clients");
    lines.add("");
    lines.add(
        "`MLFLOW_TRACKING_URI=http://HOST:4318` is all that a client of MLflow 3.4 or later needs."
            + " This page is written by");
    lines.add(
        "`MlflowConversationIT`, which asks every endpoint and says the recorded conversations of"
            + " [corpus/mlflow-rest](../corpus/mlflow-rest)");
    lines.add(
        "again, comparing each answer with what MLflow 3.17.2's server answered: fields, types and"
            + " values. Paths are the same under `/ajax-api`.");
    lines.add("");
    lines.add("| endpoint | status | compared in the conversations | tested in |");
    lines.add("|---|---|---|---|");
    for (String line : endpoints) {
      String[] parts = line.split(" \\| ?", -1);
      lines.add(row(parts[0], parts[1].strip()));
    }
    lines.add("");
    lines.add("## Where an answer is not the recorded one");
    lines.add("| endpoint | difference | why |");
    lines.add("|---|---|---|");
    differences.forEach(
        (difference, why) -> {
          String[] parts = difference.split(": ", 2);
          lines.add("| `%s` | %s | %s |".formatted(parts[0], parts[1], why));
        });
    return String.join("\n", lines) + "\n";
  }

  private String row(String endpoint, String test) throws IOException, InterruptedException {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            endpoint,
            status(endpoint),
            String.join(", ", answered.getOrDefault(endpoint, Set.of())),
            test.isEmpty() ? "" : "`" + test + "`");
  }

  private String status(String endpoint) throws IOException, InterruptedException {
    String[] parts = endpoint.split(" ", 2);
    String path =
        parts[1]
            .replace("{trace_id}", TRACE_ID)
            .replace("{experiment_id}", "0")
            .replace("{assessment_id}", "a-1");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bridge.resolve(path))
            .header("x-mlflow-workspace", WORKSPACE)
            .header("content-type", "application/json")
            .method(
                parts[0],
                parts[0].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
    HttpResponse<String> answer =
        ConversationReplay.CLIENT.send(request.build(), BodyHandlers.ofString());
    String code = errorCode(answer.body());
    return code.equals("ENDPOINT_NOT_FOUND")
        ? "refused: %d `%s`".formatted(answer.statusCode(), code)
        : "answered";
  }

  private static String errorCode(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? "" : json.path("error_code").asText("");
    } catch (JsonProcessingException e) {
      // the version, in plain text
      return "";
    }
  }
}
