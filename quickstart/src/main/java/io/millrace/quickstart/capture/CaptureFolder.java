// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.capture;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.quickstart.replay.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes requests down: {@code NNN.body} beside {@code NNN.headers.json}, in the order in which
 * they came. Thread-safe.
 */
final class CaptureFolder {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HEADERS = ".headers.json";

  private final Path folder;
  private final Map<String, Integer> requestsByPath = new TreeMap<>();
  private int count;

  private CaptureFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder; it is made if it is missing.
   *
   * @throws IOException it holds a capture already, or cannot be made
   */
  static CaptureFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.anyMatch(file -> file.toString().endsWith(HEADERS))) {
        throw new IOException(folder + " holds a capture already: choose another folder");
      }
    }
    return new CaptureFolder(folder);
  }

  /** Writes a request down and says its number. */
  synchronized String add(RecordedRequest request, Instant received) throws IOException {
    String name = String.format(Locale.ROOT, "%03d", ++count);
    Files.write(folder.resolve(name + ".body"), request.body());
    write(name + HEADERS, about(request, received));
    requestsByPath.merge(request.method() + " " + pathOf(request), 1, Integer::sum);
    return name;
  }

  private static String pathOf(RecordedRequest request) {
    return request.path().replaceFirst("\\?.*", "");
  }

  private ObjectNode about(RecordedRequest request, Instant received) {
    ObjectNode about = JSON.createObjectNode();
    about.put("seq", count);
    about.put("received_unix_ms", received.toEpochMilli());
    about.put("transport", request.grpc() ? "grpc" : "http");
    about.put("method", request.method());
    about.put("path", request.path());
    about.put("signal", request.signal().map(CaptureFolder::name).orElse(null));
    about.put("content_type", request.contentType());
    about.put("original_content_encoding", request.contentEncoding());
    about.put("wire_bytes", request.wireBytes());
    about.put("body_bytes", request.body().length);
    ObjectNode headers = about.putObject("headers");
    request.headers().forEach(headers::put);
    return about;
  }

  private static String name(Signal signal) {
    return signal.name().toLowerCase(Locale.ROOT);
  }

  /** How many requests came, by method and path. */
  synchronized Map<String, Integer> requestsByPath() {
    return new TreeMap<>(requestsByPath);
  }

  /** Ends the capture: what it is of, to be completed by whoever made it. */
  synchronized void close(Instant now) throws IOException {
    ObjectNode client = JSON.createObjectNode();
    client.put("client", folder.toRealPath().getFileName().toString());
    client.put("captured", now.atZone(ZoneOffset.UTC).toLocalDate().toString());
    client.putObject("versions");
    write("client.json", client);
  }

  private void write(String name, ObjectNode json) throws IOException {
    Files.writeString(
        folder.resolve(name),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }
}
