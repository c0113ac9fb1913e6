// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A part of a client's capture, in a folder of its own: of all spans, in the order of the capture,
 * every {@code step}-th from {@code first} on.
 *
 * @param folder of the same requests with fewer spans; of traces only
 * @param spans how many are left
 */
record CapturePart(Path folder, long spans) {

  static CapturePart write(CorpusClient client, Path folder, int first, int step)
      throws IOException {
    AtomicInteger index = new AtomicInteger();
    Predicate<Span> kept = span -> index.getAndIncrement() % step == first;
    Files.createDirectories(folder);
    long spans = 0;
    for (Path headers : client.traceRequests()) {
      Path body = CorpusClient.bodyOf(headers);
      ExportTraceServiceRequest request =
          only(kept, ExportTraceServiceRequest.parseFrom(Files.readAllBytes(body)));
      Files.copy(headers, folder.resolve(headers.getFileName()));
      Files.write(folder.resolve(body.getFileName()), request.toByteArray());
      spans += CorpusClient.spansIn(request);
    }
    return new CapturePart(folder, spans);
  }

  private static ExportTraceServiceRequest only(
      Predicate<Span> kept, ExportTraceServiceRequest whole) {
    ExportTraceServiceRequest.Builder request = whole.toBuilder();
    for (ResourceSpans.Builder resource : request.getResourceSpansBuilderList()) {
      for (ScopeSpans.Builder scope : resource.getScopeSpansBuilderList()) {
        List<Span> spans = scope.getSpansList().stream().filter(kept).toList();
        scope.clearSpans().addAllSpans(spans);
      }
    }
    return request.build();
  }
}
