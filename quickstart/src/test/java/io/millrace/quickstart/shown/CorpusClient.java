// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A client of {@code corpus/}.
 *
 * @param folder of its captured requests
 * @param expected its {@code expected.json}
 * @param spans how many its requests hold
 */
record CorpusClient(Path folder, Map<String, Object> expected, long spans) {
  private static final Path CORPUS = Path.of("..", "corpus");
  private static final String HEADERS_SUFFIX = ".headers.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Every client that says what is true of it. */
  static List<CorpusClient> all() throws IOException {
    try (Stream<Path> folders = Files.list(CORPUS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("expected.json")))
          .sorted()
          .map(CorpusClient::read)
          .toList();
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  /** The name by which a parameterized test shows it. */
  @Override
  public String toString() {
    return name();
  }

  /** The {@code .headers.json} of each request that carries spans, in the order of the capture. */
  List<Path> traceRequests() throws IOException {
    return traceRequests(folder);
  }

  static Path bodyOf(Path headers) {
    return headers.resolveSibling(
        headers.getFileName().toString().replace(HEADERS_SUFFIX, ".body"));
  }

  static long spansIn(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .map(ResourceSpans::getScopeSpansList)
        .flatMap(List::stream)
        .mapToLong(ScopeSpans::getSpansCount)
        .sum();
  }

  private static CorpusClient read(Path folder) {
    try {
      Map<String, Object> expected =
          JSON.readValue(folder.resolve("expected.json").toFile(), new TypeReference<>() {});
      return new CorpusClient(folder, expected, spans(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long spans(Path folder) throws IOException {
    long spans = 0;
    for (Path headers : traceRequests(folder)) {
      spans += spansIn(ExportTraceServiceRequest.parseFrom(Files.readAllBytes(bodyOf(headers))));
    }
    return spans;
  }

  private static List<Path> traceRequests(Path folder) throws IOException {
    List<Path> requests = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder).sorted()) {
      for (Path file : files.filter(path -> path.toString().endsWith(HEADERS_SUFFIX)).toList()) {
        if (JSON.readTree(file.toFile()).path("signal").asText().equals("traces")) {
          requests.add(file);
        }
      }
    }
    return requests;
  }
}
