// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.millrace.ingest.otlp.ExportReply;
import io.millrace.ingest.otlp.Rejections;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.receive.FailureStatus;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import java.nio.charset.StandardCharsets;

/** Writes answers in the content type of the request. */
final class HttpReplies {
  private HttpReplies() {}

  static HttpResponse accepted(BodyFormat format, Signal signal, Rejections rejections) {
    byte[] body =
        switch (format) {
          case PROTOBUF -> ExportReply.protobuf(rejections);
          case JSON -> ExportReply.json(signal, rejections);
        };
    ResponseHeaders headers =
        ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, format.mediaType());
    return HttpResponse.of(headers, HttpData.wrap(body));
  }

  /** A refusal as google.rpc.Status. */
  static HttpResponse refused(BodyFormat format, RefusedException refusal) {
    RefusalKind kind = refusal.kind();
    Status status = FailureStatus.of(refusal);
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.valueOf(kind.httpStatus()))
            .set(HttpHeaderNames.CONTENT_TYPE, format.mediaType());
    if (kind.retryAfter() != null) {
      headers.set(HttpHeaderNames.RETRY_AFTER, String.valueOf(kind.retryAfter().toSeconds()));
    }
    byte[] body =
        switch (format) {
          case PROTOBUF -> status.toByteArray();
          case JSON -> json(status);
        };
    return HttpResponse.of(headers.build(), HttpData.wrap(body));
  }

  /** Code and message; the details are in the header, for whom reads JSON. */
  private static byte[] json(Status status) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", status.getCode())
        .put("message", status.getMessage())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
