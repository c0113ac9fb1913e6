// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder of {@code NNN.request.json}: what a client of MLflow asked its server (method, path,
 * headers, the body in body_json or, base64, in body_b64). Of it are sent again the spans and
 * whatever says something of a trace; what only asks says nothing.
 */
final class MlflowConversation {
  static final String REQUEST_SUFFIX = ".request.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private MlflowConversation() {}

  static Capture read(List<Path> files) throws IOException {
    List<CapturedRequest> requests = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Path file : files) {
      JsonNode told = JSON.readTree(file.toFile());
      String name = file.getFileName().toString().replace(REQUEST_SUFFIX, "");
      String method = told.path("method").asText();
      String path = told.path("path").asText();
      Optional<Endpoint> endpoint = Endpoint.ofMlflow(method, path);
      if (endpoint.isPresent()) {
        requests.add(request(name, endpoint.get(), told));
      } else if (!method.equals("GET")) {
        skipped.add("%s %s %s is not sent again".formatted(name, method, path));
      }
    }
    return new Capture(requests, skipped);
  }

  private static CapturedRequest request(String name, Endpoint endpoint, JsonNode told)
      throws IOException {
    byte[] body =
        told.has("body_b64")
            ? told.get("body_b64").binaryValue()
            : told.path("body_json").toString().getBytes(StandardCharsets.UTF_8);
    return new CapturedRequest(
        name,
        endpoint,
        false,
        told.at("/headers/content-type").asText("application/json"),
        told.at("/headers/content-encoding").asText(""),
        Capture.headers(told.path("headers")),
        body);
  }
}
