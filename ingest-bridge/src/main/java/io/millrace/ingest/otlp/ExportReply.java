// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a request that was taken, if only partly. The three signals' answers are one on the
 * wire: partial_success (1) of a count (1) and a message (2).
 */
public final class ExportReply {
  private ExportReply() {}

  /** In protobuf; no bytes where all was taken. */
  public static byte[] protobuf(Rejections rejections) {
    if (rejections.isEmpty()) {
      return new byte[0];
    }
    return ExportTraceServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportTracePartialSuccess.newBuilder()
                .setRejectedSpans(rejections.protocolCount())
                .setErrorMessage(rejections.message()))
        .build()
        .toByteArray();
  }

  /** In JSON; protobuf's mapping writes 64-bit integers as strings. */
  public static byte[] json(Signal signal, Rejections rejections) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    if (!rejections.isEmpty()) {
      reply
          .putObject("partialSuccess")
          .put(signal.item().rejectedJsonName(), String.valueOf(rejections.protocolCount()))
          .put("errorMessage", rejections.message());
    }
    return reply.toString().getBytes(StandardCharsets.UTF_8);
  }
}
