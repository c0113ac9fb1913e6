// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/** Why a request is not answered, as MLflow's clients read it: a code they branch on. */
public final class MlflowProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String errorCode;

  private MlflowProblem(HttpStatus status, String errorCode, String message) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }

  /** 400: something in the request is not what it must be. */
  public static MlflowProblem invalid(String message) {
    return new MlflowProblem(HttpStatus.BAD_REQUEST, "INVALID_PARAMETER_VALUE", message);
  }

  /** 404: there is no such thing. */
  public static MlflowProblem notFound(String message) {
    return new MlflowProblem(HttpStatus.NOT_FOUND, "RESOURCE_DOES_NOT_EXIST", message);
  }

  /** 404: no such path is served. */
  static MlflowProblem noEndpoint(String path) {
    return new MlflowProblem(
        HttpStatus.NOT_FOUND, "ENDPOINT_NOT_FOUND", "Millrace does not serve " + path);
  }

  /** 503: not now; a later attempt may be answered. */
  static MlflowProblem unavailable(String message) {
    return new MlflowProblem(HttpStatus.SERVICE_UNAVAILABLE, "TEMPORARILY_UNAVAILABLE", message);
  }

  int status() {
    return status.code();
  }

  HttpResponse response() {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8);
    if (status.equals(HttpStatus.SERVICE_UNAVAILABLE)) {
      headers.addInt("retry-after", 1);
    }
    return HttpResponse.of(
        headers.build(),
        HttpData.ofUtf8(
            JsonNodeFactory.instance
                .objectNode()
                .put("error_code", errorCode)
                .put("message", getMessage())
                .toString()));
  }
}
