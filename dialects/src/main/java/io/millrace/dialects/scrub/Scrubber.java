// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import static com.fasterxml.jackson.databind.SerializationFeature.INDENT_OUTPUT;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies captured requests so that they can be shared: the same facts, none of the content. A
 * capture is a folder of {@code NNN.body} and {@code NNN.headers.json}, or of {@code
 * NNN.request.json} and {@code NNN.response.json} of a client of MLflow and its server, with {@code
 * client.json} and {@code expected.json}; other files are not copied. Deterministic, and scrubbing
 * twice is scrubbing once.
 */
public final class Scrubber {
  private static final String HEADERS = ".headers.json";
  private static final String REQUEST = ".request.json";
  private static final String RESPONSE = ".response.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /** Conversations have large bodies in their JSON. */
  private static final ObjectWriter COMPACT = JSON.writer().without(INDENT_OUTPUT);

  /** What of the description of a request and of a client is kept. */
  private static final Set<String> REQUEST_FIELDS =
      Set.of(
          "transport",
          "method",
          "path",
          "signal",
          "content_type",
          "original_content_encoding",
          "arrival_unix");

  private static final Set<String> CLIENT_FIELDS =
      Set.of("client", "program", "python", "node", "packages", "versions");

  private final ScrubRules rules = ScrubRules.bundled();
  private final RequestScrubber requests = new RequestScrubber(new TextScrubber(rules));
  private final ConversationScrubber conversations =
      new ConversationScrubber(new TextScrubber(rules), this::headers);

  /**
   * What came of it.
   *
   * @param requests how many were scrubbed
   * @param leftOut file and path of each request that is of no protocol known here: nobody knows
   *     what is in it, so it is not copied
   */
  public record Result(int requests, List<String> leftOut) {
    public Result {
      leftOut = List.copyOf(leftOut);
    }
  }

  /** One with the rules that this build carries. */
  public static Scrubber bundled() {
    return new Scrubber();
  }

  private Scrubber() {}

  /**
   * Copies a capture, or a folder of captures.
   *
   * @param in where it is
   * @param out where the scrubbed copy goes; made if it is missing, files in it are replaced
   * @throws IOException something cannot be read, or {@code out} is {@code in}
   */
  public Result scrub(Path in, Path out) throws IOException {
    Path from = in.toRealPath();
    Files.createDirectories(out);
    if (from.equals(out.toRealPath())) {
      throw new IOException("the scrubbed copy must go elsewhere than " + in);
    }
    int requests = 0;
    List<String> leftOut = new ArrayList<>();
    for (Path entry : entries(from)) {
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry)) {
        Result below = scrub(entry, out.resolve(name));
        requests += below.requests();
        leftOut.addAll(below.leftOut());
      } else if (name.endsWith(HEADERS)) {
        Optional<String> foreign = scrubRequest(entry, out);
        foreign.ifPresent(leftOut::add);
        requests += foreign.isPresent() ? 0 : 1;
      } else if (name.endsWith(REQUEST)) {
        Optional<String> foreign = scrubExchange(entry, out);
        foreign.ifPresent(leftOut::add);
        requests += foreign.isPresent() ? 0 : 1;
      } else if (name.equals("client.json")) {
        write(out.resolve(name), only(CLIENT_FIELDS, read(entry)));
      } else if (name.equals("expected.json")) {
        write(out.resolve(name), truth(read(entry)));
      }
    }
    return new Result(requests, leftOut);
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** Writes a scrubbed request; of one that is no OTLP nothing is written: what it is. */
  private Optional<String> scrubRequest(Path headersFile, Path out) throws IOException {
    String name = headersFile.getFileName().toString();
    String bodyName = name.substring(0, name.length() - HEADERS.length()) + ".body";
    JsonNode request = read(headersFile);
    String path = request.path("path").asText().replaceFirst("\\?.*", "");
    Optional<String> signal = OtlpPath.signal(request.path("method").asText("POST"), path);
    if (signal.isEmpty()) {
      return Optional.of("%s %s".formatted(headersFile, path));
    }
    byte[] body;
    try {
      body =
          requests.scrub(
              Files.readAllBytes(headersFile.resolveSibling(bodyName)),
              signal.get(),
              request.path("content_type").asText());
    } catch (IOException e) {
      throw new IOException(headersFile.resolveSibling(bodyName) + ": " + e.getMessage(), e);
    }
    Files.write(out.resolve(bodyName), body);
    ObjectNode kept = only(REQUEST_FIELDS, request);
    kept.put("path", path);
    kept.put("signal", signal.get());
    kept.put("body_bytes", body.length);
    kept.set("headers", headers(request.path("headers")));
    write(out.resolve(name), kept);
    return Optional.empty();
  }

  /** Writes a request of a conversation and its answer; of one of no known path nothing. */
  private Optional<String> scrubExchange(Path requestFile, Path out) throws IOException {
    String name = requestFile.getFileName().toString();
    JsonNode request = read(requestFile);
    String path = request.path("path").asText();
    if (!ConversationScrubber.knows(path)) {
      return Optional.of("%s %s".formatted(requestFile, path));
    }
    Path responseFile = requestFile.resolveSibling(name.replace(REQUEST, RESPONSE));
    try {
      ObjectNode asked = conversations.scrub(path, request);
      if (Files.exists(responseFile)) {
        ObjectNode answered = conversations.scrub(path, read(responseFile));
        writeCompact(out.resolve(responseFile.getFileName()), answered);
      }
      writeCompact(out.resolve(name), asked);
    } catch (IOException e) {
      throw new IOException(requestFile + ": " + e.getMessage(), e);
    }
    return Optional.empty();
  }

  private ObjectNode headers(JsonNode headers) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    headers
        .properties()
        .forEach(
            header -> {
              if (rules.keepHeaders().contains(header.getKey().toLowerCase(Locale.ROOT))) {
                kept.set(header.getKey(), header.getValue());
              }
            });
    return kept;
  }

  /** The truth is all facts; ids are told as the scrubbed requests tell them. */
  private static JsonNode truth(JsonNode expected) {
    for (String field : List.of("users", "sessions")) {
      if (expected.path(field) instanceof ArrayNode ids) {
        for (int i = 0; i < ids.size(); i++) {
          ids.set(i, Filler.id(ids.get(i).asText()));
        }
      }
    }
    return expected;
  }

  private static ObjectNode only(Set<String> fields, JsonNode node) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    node.properties()
        .forEach(
            field -> {
              if (fields.contains(field.getKey())) {
                kept.set(field.getKey(), field.getValue());
              }
            });
    return kept;
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readAllBytes(file));
  }

  private static void write(Path file, JsonNode json) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(json) + "\n");
  }

  private static void writeCompact(Path file, JsonNode json) throws IOException {
    Files.writeString(file, COMPACT.writeValueAsString(json) + "\n");
  }
}
