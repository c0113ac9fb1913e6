// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Scrubs what a client of MLflow asked and what its server answered: method, path, query and status
 * are facts, of the body those of its protocol.
 */
final class ConversationScrubber {
  private static final Pattern MLFLOW =
      Pattern.compile("/version|/health|/(ajax-)?api/\\d\\.\\d/mlflow(-artifacts)?/.*");
  private static final Pattern VERSION = Pattern.compile("\\d[\\w.]{0,31}|OK");

  private static final List<String> FACTS = List.of("n", "method", "path", "status", "injected");

  private final RequestScrubber requests;
  private final MlflowScrubber bodies;
  private final UnaryOperator<ObjectNode> headers;

  /**
   * A scrubber.
   *
   * @param headers leaves of a message's headers those that may be told
   */
  ConversationScrubber(TextScrubber texts, UnaryOperator<ObjectNode> headers) {
    this.requests = new RequestScrubber(texts);
    this.bodies = new MlflowScrubber(texts);
    this.headers = headers;
  }

  /** Whether all that a request or an answer of this path can say is known. */
  static boolean knows(String path) {
    return MLFLOW.matcher(path).matches() || OtlpPath.signal("POST", path).isPresent();
  }

  /**
   * A scrubbed request or answer.
   *
   * @param path that was asked
   * @throws IOException the body cannot be read: what cannot be read cannot be scrubbed
   */
  ObjectNode scrub(String path, JsonNode message) throws IOException {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String fact : FACTS) {
      if (message.has(fact)) {
        kept.set(fact, message.get(fact));
      }
    }
    if (message.has("query")) {
      kept.set("query", bodies.scrub(message.get("query")));
    }
    if (message.path("headers") instanceof ObjectNode all) {
      kept.set("headers", headers.apply(all));
    }
    if (message.has("body_json")) {
      kept.set("body_json", bodies.scrub(message.get("body_json")));
    }
    if (message.has("body_text")) {
      String text = message.get("body_text").asText();
      kept.put("body_text", VERSION.matcher(text).matches() ? text : Filler.of(text));
    }
    if (message.has("body_b64")) {
      kept.put("body_b64", export(path, message));
    }
    return kept;
  }

  private byte[] export(String path, JsonNode message) throws IOException {
    Optional<String> signal = OtlpPath.signal("POST", path);
    if (signal.isEmpty()) {
      throw new IOException("a body in Base64 that is of no export request");
    }
    return requests.scrub(
        message.get("body_b64").binaryValue(),
        signal.get(),
        message.at("/headers/content-type").asText());
  }
}
