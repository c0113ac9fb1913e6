// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.AgentSpan;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The requests of one client in corpus/, and what is true of them. */
record CorpusClient(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static CorpusClient named(String name) {
    return new CorpusClient(Path.of("..", "corpus", name));
  }

  JsonNode truth() {
    return json(folder.resolve("expected.json"));
  }

  /** All spans of the client's trace requests, in the order in which they were sent. */
  List<AgentSpan> normalised(Normaliser normaliser) {
    List<AgentSpan> spans = new ArrayList<>();
    for (Path body : traceBodies()) {
      for (ResourceSpans resource : request(body).getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            spans.add(
                normaliser.normalise(
                    resource.getResource(), scope.getScope(), span, span.toByteArray()));
          }
        }
      }
    }
    return spans;
  }

  private List<Path> traceBodies() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".headers.json"))
          .filter(file -> json(file).path("path").asText().equals("/v1/traces"))
          .map(file -> Path.of(file.toString().replace(".headers.json", ".body")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExportTraceServiceRequest request(Path body) {
    try {
      return ExportTraceServiceRequest.parseFrom(Files.readAllBytes(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
