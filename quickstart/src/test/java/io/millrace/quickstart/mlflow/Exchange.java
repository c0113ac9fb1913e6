// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One request of a recorded conversation, and what a real server of MLflow answered.
 *
 * @param number of its files
 * @param request as recorded: method, path, query, headers, body_json or body_b64
 * @param status of HTTP
 * @param injected whether the recording itself answered, in the place of a server that fails: the
 *     server was not asked
 * @param answer the JSON of the answer; missing = it was none
 */
record Exchange(String number, JsonNode request, int status, boolean injected, JsonNode answer) {
  static final String REQUEST = ".request.json";

  /** What a server says of what it can, and has not been set to do. */
  private static final String SWITCHED_OFF = "FEATURE_DISABLED";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Exchange read(Path file) throws IOException {
    String name = file.getFileName().toString();
    JsonNode response =
        JSON.readTree(file.resolveSibling(name.replace(REQUEST, ".response.json")).toFile());
    return new Exchange(
        name.replace(REQUEST, ""),
        JSON.readTree(file.toFile()),
        response.path("status").asInt(),
        response.path("injected").asBoolean(),
        response.path("body_json"));
  }

  String method() {
    return request.path("method").asText();
  }

  String path() {
    return request.path("path").asText();
  }

  /** The path with names for the ids in it. */
  String endpoint() {
    return path()
        .replaceFirst("/artifacts/[^/]+/traces/", "/artifacts/{experiment_id}/traces/")
        .replaceFirst("/traces/(tr-)?[0-9a-f]{32}", "/traces/{trace_id}")
        .replaceFirst("/assessments/a-[0-9a-f]{32}", "/assessments/{assessment_id}");
  }

  /** Method and path with names for the ids. */
  String question() {
    return method() + " " + endpoint();
  }

  /** Whether the recorded server did not do what it does elsewhere: it was kept from it. */
  boolean keptFromAnswering() {
    return injected || answer.path("error_code").asText().equals(SWITCHED_OFF);
  }

  /** The recorded status and, of a refusal, its code. */
  String outcome() {
    return outcome(status, answer);
  }

  static String outcome(int status, JsonNode answer) {
    return (status + " " + answer.path("error_code").asText("")).strip();
  }

  /** Whether it asks for what others have written. */
  boolean reads() {
    return endpoint().contains("/traces")
        && (method().equals("GET") || path().endsWith("/search") || path().endsWith("/metrics"));
  }

  /** The body's bytes; of JSON its text. */
  byte[] body() throws IOException {
    if (request.has("body_b64")) {
      return request.get("body_b64").binaryValue();
    }
    return request.has("body_json")
        ? request.get("body_json").toString().getBytes(StandardCharsets.UTF_8)
        : new byte[0];
  }

  @Override
  public String toString() {
    return number + " " + method() + " " + path();
  }
}
