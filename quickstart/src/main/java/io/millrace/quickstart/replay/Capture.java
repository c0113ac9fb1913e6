// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of captured requests: {@code NNN.headers.json} (transport, method, path, content type,
 * original content encoding, headers) beside {@code NNN.body}, the body as it was before
 * compression, of gRPC without the frame. Or, instead of those, a conversation with a server of
 * MLflow: {@code NNN.request.json}.
 *
 * @param requests in the order of their numbers
 * @param skipped what is not sent again, with the reason
 */
public record Capture(List<CapturedRequest> requests, List<String> skipped) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HEADERS_SUFFIX = ".headers.json";

  /** Said anew by the client that sends them again. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "content-encoding",
          "transfer-encoding",
          "accept-encoding",
          "te",
          "expect",
          "upgrade");

  public Capture {
    requests = List.copyOf(requests);
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads a folder.
   *
   * @throws IOException if it cannot be read or holds no captured request
   */
  public static Capture read(Path folder) throws IOException {
    List<Path> files = files(folder, HEADERS_SUFFIX);
    if (files.isEmpty()) {
      return conversation(folder);
    }
    List<CapturedRequest> requests = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (Path file : files) {
      JsonNode about = JSON.readTree(file.toFile());
      String name = file.getFileName().toString().replace(HEADERS_SUFFIX, "");
      Optional<Endpoint> endpoint =
          Endpoint.ofOtlp(about.path("method").asText("POST"), about.path("path").asText());
      if (endpoint.isPresent()) {
        requests.add(request(name, endpoint.get(), about, body(file, name)));
      } else {
        skipped.add(
            "%s %s %s is no OTLP"
                .formatted(name, about.path("method").asText(), about.path("path").asText()));
      }
    }
    return new Capture(requests, skipped);
  }

  /**
   * The same capture as if it had just ended: all times are moved by the same whole minutes.
   *
   * @throws IOException if a body is no request of its signal
   */
  public Capture shiftedTo(Instant now) throws IOException {
    return notOlderThan(Duration.ZERO, now);
  }

  /**
   * This capture if it ended less than so long ago, else shifted to now: clocks of more than 400
   * days ago count as implausible. Shifting a younger one would price its calls by another day.
   *
   * @throws IOException if a body is no request of its signal
   */
  public Capture notOlderThan(Duration age, Instant now) throws IOException {
    return new Capture(TimeShift.notOlderThan(age, requests, now), skipped);
  }

  private static Capture conversation(Path folder) throws IOException {
    List<Path> files = files(folder, MlflowConversation.REQUEST_SUFFIX);
    if (files.isEmpty()) {
      throw new IOException(
          "%s holds no captured request (NNN%s or NNN%s)"
              .formatted(folder, HEADERS_SUFFIX, MlflowConversation.REQUEST_SUFFIX));
    }
    return MlflowConversation.read(files);
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static byte[] body(Path headerFile, String name) throws IOException {
    return Files.readAllBytes(headerFile.resolveSibling(name + ".body"));
  }

  private static CapturedRequest request(
      String name, Endpoint endpoint, JsonNode about, byte[] body) {
    return new CapturedRequest(
        name,
        endpoint,
        about.path("transport").asText().equals("grpc"),
        about.path("content_type").asText("application/x-protobuf"),
        about.path("original_content_encoding").asText(""),
        headers(about.path("headers")),
        body);
  }

  /** Those to send again, by lower-case name. */
  static Map<String, String> headers(JsonNode recorded) {
    Map<String, String> headers = new HashMap<>();
    recorded
        .properties()
        .forEach(
            header -> {
              String name = header.getKey().toLowerCase(Locale.ROOT);
              if (!OF_THE_CONNECTION.contains(name) && !name.startsWith(":")) {
                headers.put(name, header.getValue().asText());
              }
            });
    return headers;
  }
}
