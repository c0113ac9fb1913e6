// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.ingest.otlp.Rejections;
import io.millrace.ingest.otlp.RequestTranslator;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.otlp.Tenant;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BodyCollector;
import io.millrace.ingest.receive.BodyDecoder;
import io.millrace.ingest.receive.BridgeMetrics;
import io.millrace.ingest.receive.FailureStatus;
import io.millrace.ingest.receive.Receiver;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.receive.TenantHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * OTLP/HTTP for one signal: POST of protobuf or JSON.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/1.8.0/#otlphttp">OTLP 1.8.0, OTLP/HTTP</a>
 */
public final class OtlpHttpService implements HttpService {
  private final Signal signal;
  private final Receiver receiver;
  private final Admission admission;
  private final BridgeMetrics metrics;
  private final Clock clock;
  private final int maxBodyBytes;
  private final BodyDecoder decoder;

  public OtlpHttpService(
      Signal signal,
      Receiver receiver,
      Admission admission,
      BridgeMetrics metrics,
      Clock clock,
      int maxBodyBytes) {
    this.signal = signal;
    this.receiver = receiver;
    this.admission = admission;
    this.metrics = metrics;
    this.clock = clock;
    this.maxBodyBytes = maxBodyBytes;
    this.decoder = new BodyDecoder(maxBodyBytes);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    long startNanos = System.nanoTime();
    BodyFormat format = BodyFormat.of(request.contentType());
    BodyFormat replyFormat = BodyFormat.ofReply(request.contentType());
    CompletableFuture<HttpResponse> reply =
        receive(context, request, format)
            .handle(
                (rejections, failure) -> {
                  RefusedException refusal =
                      failure == null ? null : FailureStatus.refusal(failure);
                  RefusalKind kind = refusal == null ? null : refusal.kind();
                  Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
                  metrics.answered(signal, "http", kind, took);
                  return refusal == null
                      ? HttpReplies.accepted(replyFormat, signal, rejections)
                      : HttpReplies.refused(replyFormat, refusal).toHttpResponse();
                });
    return HttpResponse.of(reply);
  }

  private CompletableFuture<Rejections> receive(
      ServiceRequestContext context, HttpRequest request, BodyFormat format) {
    if (format == null) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              RefusalKind.UNSUPPORTED,
              "content-type must be application/x-protobuf or application/json"));
    }
    Instant received = clock.instant();
    try {
      Tenant tenant = TenantHeaders.read(request.headers());
      Admission.Reservation reservation = admission.open(tenant.workspace());
      return BodyCollector.collect(context, request, maxBodyBytes, reservation)
          .thenApplyAsync(
              body -> decoder.decode(encoding(request), body, reservation::grow),
              context.blockingTaskExecutor())
          .thenCompose(
              body ->
                  receiver.receive(
                      new RequestTranslator.Export(
                          signal, format.encoding(), body, tenant, received),
                      reservation))
          .whenComplete((rejections, failure) -> reservation.close());
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static String encoding(HttpRequest request) {
    return request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
  }
}
