// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.ingest.mlflow.MlflowApi;
import io.millrace.ingest.mlflow.MlflowError;
import io.millrace.ingest.receive.FailureStatus;
import io.millrace.ingest.write.WriteApi;
import io.millrace.ingest.write.WriteProblem;
import java.util.Map;

/**
 * What the server itself refuses, before any service has seen it, answered as the services do:
 * google.rpc.Status in the request's content type.
 */
public final class OtlpErrorHandler implements ServerErrorHandler {
  private static final Map<HttpStatus, String> HINTS =
      Map.of(
          HttpStatus.NOT_FOUND,
          "nothing is served here: OTLP/HTTP is at /v1/traces, /v1/logs and /v1/metrics",
          HttpStatus.METHOD_NOT_ALLOWED,
          "OTLP/HTTP is sent by POST");

  /** A body that came too slowly may be sent again; null = as the status says. */
  @Override
  public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    if (!(cause instanceof RequestTimeoutException)) {
      return null;
    }
    BodyFormat format = BodyFormat.ofReply(context.request().contentType());
    return HttpReplies.refused(format, FailureStatus.refusal(cause)).toHttpResponse();
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      ServiceRequestContext context,
      ServiceConfig config,
      RequestHeaders headers,
      HttpStatus status,
      String description,
      Throwable cause) {
    String reason = description == null ? status.reasonPhrase() : description;
    if (headers != null && headers.path().startsWith(WriteApi.PREFIX)) {
      return WriteProblem.of(status, reason);
    }
    if (headers != null && MlflowApi.owns(headers.path())) {
      return MlflowError.notServed(status);
    }
    BodyFormat format = BodyFormat.ofReply(headers == null ? null : headers.contentType());
    return HttpReplies.failed(format, status, HINTS.getOrDefault(status, reason));
  }
}
