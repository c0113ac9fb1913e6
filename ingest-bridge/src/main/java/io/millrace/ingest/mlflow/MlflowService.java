// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.ingest.otlp.Tenant;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BodyCollector;
import io.millrace.ingest.receive.BodyDecoder;
import io.millrace.ingest.receive.FailureStatus;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.receive.TenantHeaders;
import io.millrace.ingest.write.Origin;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Serves one method of one path: body and limits in, records out, an answer when they are stored.
 */
final class MlflowService implements HttpService {
  private final String name;
  private final MlflowOperation operation;
  private final int maxBodyBytes;
  private final MlflowApi api;
  private final BodyDecoder decoder;

  MlflowService(String name, MlflowOperation operation, int maxBodyBytes, MlflowApi api) {
    this.name = name;
    this.operation = operation;
    this.maxBodyBytes = maxBodyBytes;
    this.api = api;
    this.decoder = new BodyDecoder(maxBodyBytes);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    long startNanos = System.nanoTime();
    return HttpResponse.of(
        answer(context, request)
            .handle(
                (reply, failure) -> {
                  RefusedException refusal =
                      failure == null ? null : FailureStatus.refusal(failure);
                  api.count(name, refusal, Duration.ofNanos(System.nanoTime() - startNanos));
                  return refusal == null ? reply : MlflowError.response(refusal).toHttpResponse();
                }));
  }

  private CompletableFuture<HttpResponse> answer(
      ServiceRequestContext context, HttpRequest request) {
    try {
      refusePages(request);
      Tenant tenant = TenantHeaders.read(request.headers());
      Origin origin = new Origin(tenant.workspace(), api.clock().instant());
      Admission.Reservation reservation = api.admission().open(tenant.workspace());
      String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
      return BodyCollector.collect(context, request, maxBodyBytes, reservation)
          .thenApplyAsync(
              bytes -> decoder.decode(encoding, bytes, reservation::grow),
              context.blockingTaskExecutor())
          .thenCompose(
              body ->
                  operation.apply(
                      new MlflowRequest(
                          request.headers(),
                          origin,
                          context.pathParams(),
                          context.queryParams(),
                          body,
                          reservation)))
          .thenCompose(api::publish)
          .thenApply(MlflowService::reply)
          .whenComplete((reply, failure) -> reservation.close());
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** A browser names the page's origin in every request that writes: no page may write here. */
  private static void refusePages(HttpRequest request) {
    if (request.headers().contains(HttpHeaderNames.ORIGIN)) {
      throw new RefusedException(RefusalKind.FORBIDDEN, "no page may write here");
    }
  }

  private static HttpResponse reply(MlflowAnswer answer) {
    return answer.reply() == null
        ? HttpResponse.of(ResponseHeaders.of(HttpStatus.OK))
        : HttpResponse.of(
            HttpStatus.OK, MediaType.JSON_UTF_8, HttpData.ofUtf8(answer.reply().toString()));
  }
}
