// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
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
  static AggregatedHttpResponse refused(BodyFormat format, RefusedException refusal) {
    RefusalKind kind = refusal.kind();
    ResponseHeadersBuilder headers = headers(format, HttpStatus.valueOf(kind.httpStatus()));
    if (kind.retryAfter() != null) {
      headers.set(HttpHeaderNames.RETRY_AFTER, String.valueOf(kind.retryAfter().toSeconds()));
    }
    return reply(format, headers, FailureStatus.of(refusal));
  }

  /** An answer of the server itself, likewise. */
  static AggregatedHttpResponse failed(BodyFormat format, HttpStatus status, String message) {
    ResponseHeadersBuilder headers = headers(format, status);
    if (status.equals(HttpStatus.METHOD_NOT_ALLOWED)) {
      headers.set(HttpHeaderNames.ALLOW, HttpMethod.POST.name());
    }
    return reply(format, headers, FailureStatus.of(status.code(), message));
  }

  private static ResponseHeadersBuilder headers(BodyFormat format, HttpStatus status) {
    return ResponseHeaders.builder(status).set(HttpHeaderNames.CONTENT_TYPE, format.mediaType());
  }

  private static AggregatedHttpResponse reply(
      BodyFormat format, ResponseHeadersBuilder headers, Status status) {
    byte[] body =
        switch (format) {
          case PROTOBUF -> status.toByteArray();
          case JSON -> json(status);
        };
    return AggregatedHttpResponse.of(headers.build(), HttpData.wrap(body));
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
