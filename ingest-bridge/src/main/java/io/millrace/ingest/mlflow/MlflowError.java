// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import java.util.Map;

/**
 * MLflow's error codes, as far as they are answered here, with their HTTP status.
 *
 * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/exceptions.py">MLflow 3.17.2,
 *     ERROR_CODE_TO_HTTP_STATUS</a>
 */
public enum MlflowError {
  INVALID_PARAMETER_VALUE(400),
  RESOURCE_ALREADY_EXISTS(400),
  RESOURCE_DOES_NOT_EXIST(404),
  /** What a client falls back on an older protocol for. */
  ENDPOINT_NOT_FOUND(404),
  PERMISSION_DENIED(403),
  REQUEST_LIMIT_EXCEEDED(429),
  TEMPORARILY_UNAVAILABLE(503),
  INTERNAL_ERROR(500);

  private static final Map<RefusalKind, MlflowError> OF_KIND =
      Map.of(
          RefusalKind.FORBIDDEN, PERMISSION_DENIED,
          RefusalKind.OVERLOADED, REQUEST_LIMIT_EXCEEDED,
          RefusalKind.TIMED_OUT, TEMPORARILY_UNAVAILABLE,
          RefusalKind.UNAVAILABLE, TEMPORARILY_UNAVAILABLE,
          RefusalKind.INTERNAL, INTERNAL_ERROR);

  private final int httpStatus;

  MlflowError(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  /** A refusal in MLflow's words. */
  static AggregatedHttpResponse response(RefusedException refusal) {
    if (refusal instanceof MlflowException mlflow) {
      MlflowError error = mlflow.error();
      return response(HttpStatus.valueOf(error.httpStatus), error, refusal.getMessage());
    }
    RefusalKind kind = refusal.kind();
    MlflowError error = OF_KIND.getOrDefault(kind, INVALID_PARAMETER_VALUE);
    AggregatedHttpResponse response =
        response(HttpStatus.valueOf(kind.httpStatus()), error, refusal.getMessage());
    if (kind.retryAfter() == null) {
      return response;
    }
    ResponseHeadersBuilder headers = response.headers().toBuilder();
    headers.set(HttpHeaderNames.RETRY_AFTER, String.valueOf(kind.retryAfter().toSeconds()));
    return AggregatedHttpResponse.of(headers.build(), response.content());
  }

  /**
   * What the server itself answers on MLflow's paths. A path that takes another method is one that
   * it does not know: {@code traces/calculate-filter-correlation} looks like that of a trace.
   */
  public static AggregatedHttpResponse notServed(HttpStatus status) {
    HttpStatus told = status.equals(HttpStatus.METHOD_NOT_ALLOWED) ? HttpStatus.NOT_FOUND : status;
    return response(told, ENDPOINT_NOT_FOUND, "Millrace does not serve this of MLflow's API");
  }

  private static AggregatedHttpResponse response(
      HttpStatus status, MlflowError error, String message) {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("error_code", error.name())
            .put("message", message)
            .toString();
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8).build(),
        HttpData.ofUtf8(body));
  }
}
