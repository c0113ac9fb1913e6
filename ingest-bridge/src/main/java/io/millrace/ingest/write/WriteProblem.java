// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.millrace.ingest.receive.RefusedException;

/**
 * A refusal as problem details.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class WriteProblem {
  private static final MediaType PROBLEM_JSON = MediaType.parse("application/problem+json");

  private WriteProblem() {}

  static AggregatedHttpResponse of(RefusedException refusal) {
    HttpStatus status = HttpStatus.valueOf(refusal.kind().httpStatus());
    ResponseHeadersBuilder headers = headers(status);
    if (refusal.kind().retryAfter() != null) {
      headers.set(
          HttpHeaderNames.RETRY_AFTER, String.valueOf(refusal.kind().retryAfter().toSeconds()));
    }
    String parameter = refusal instanceof BadFieldException bad ? bad.field() : "";
    return response(headers, status, refusal.getMessage(), parameter);
  }

  /** An answer of the server itself. */
  public static AggregatedHttpResponse of(HttpStatus status, String detail) {
    return response(headers(status), status, detail, "");
  }

  private static ResponseHeadersBuilder headers(HttpStatus status) {
    return ResponseHeaders.builder(status).contentType(PROBLEM_JSON);
  }

  private static AggregatedHttpResponse response(
      ResponseHeadersBuilder headers, HttpStatus status, String detail, String parameter) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "about:blank");
    body.put("title", status.reasonPhrase());
    body.put("status", status.code());
    body.put("detail", detail);
    if (!parameter.isEmpty()) {
      body.put("parameter", parameter);
    }
    return AggregatedHttpResponse.of(headers.build(), HttpData.ofUtf8(body.toString()));
  }
}
