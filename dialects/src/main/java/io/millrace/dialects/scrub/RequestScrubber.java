// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.Map;

/** Scrubs the body of one export request. */
final class RequestScrubber {
  private static final Map<String, Parser<? extends Message>> PARSERS =
      Map.of(
          "traces", ExportTraceServiceRequest.parser(),
          "logs", ExportLogsServiceRequest.parser(),
          "metrics", ExportMetricsServiceRequest.parser());

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProtobufScrubber protobuf;
  private final OtlpJsonScrubber json;

  RequestScrubber(TextScrubber texts) {
    this.protobuf = new ProtobufScrubber(texts);
    this.json = new OtlpJsonScrubber(texts);
  }

  /**
   * The scrubbed body.
   *
   * @param signal traces, logs or metrics
   * @param contentType of the request; JSON or protobuf
   * @throws IOException the body cannot be read: what cannot be read cannot be scrubbed
   */
  byte[] scrub(byte[] body, String signal, String contentType) throws IOException {
    Parser<? extends Message> parser = PARSERS.get(signal);
    if (contentType.startsWith("application/json")) {
      JsonNode tree = JSON.readTree(body);
      json.scrub(tree);
      return JSON.writeValueAsBytes(tree);
    }
    return protobuf.scrub(parser.parseFrom(body)).toByteArray();
  }
}
