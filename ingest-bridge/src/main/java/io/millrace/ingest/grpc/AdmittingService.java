// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.grpc;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.millrace.ingest.otlp.Tenant;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BodyCollector;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.receive.TenantHeaders;
import io.netty.util.AttributeKey;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Reads a call's tenant and counts its bytes as they come in. A refusal becomes the failure of the
 * request stream, which the gRPC service answers as any other.
 */
final class AdmittingService extends SimpleDecoratingHttpService {
  /** Whose call it is and what it holds; absent where the call is refused. */
  static final AttributeKey<Admitted> ADMITTED =
      AttributeKey.valueOf(AdmittingService.class, "ADMITTED");

  /** What gRPC puts before a message: a flag and its length. */
  private static final int FRAME_BYTES = 5;

  private final Admission admission;
  private final int maxBodyBytes;

  record Admitted(Tenant tenant, Admission.Reservation reservation) {}

  AdmittingService(HttpService delegate, Admission admission, int maxBodyBytes) {
    super(delegate);
    this.maxBodyBytes = maxBodyBytes;
    this.admission = admission;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    CompletableFuture<byte[]> body;
    try {
      body = admit(context, request);
    } catch (RefusedException e) {
      body = CompletableFuture.failedFuture(e);
    }
    BiFunction<byte[], Throwable, HttpResponse> serving =
        (message, failure) -> serve(context, request, message, failure);
    return HttpResponse.of(body.handle(context.makeContextAware(serving)));
  }

  private CompletableFuture<byte[]> admit(ServiceRequestContext context, HttpRequest request) {
    Tenant tenant = TenantHeaders.read(request.headers());
    Admission.Reservation reservation = admission.open(tenant.workspace());
    context
        .log()
        .addListener(
            (property, log) -> {
              if (property == RequestLogProperty.ALL_COMPLETE) {
                reservation.close();
              }
            });
    context.setAttr(ADMITTED, new Admitted(tenant, reservation));
    return BodyCollector.collect(context, request, (long) maxBodyBytes + FRAME_BYTES, reservation);
  }

  /** Has the gRPC service take the message, or answer the failure. */
  private HttpResponse serve(
      ServiceRequestContext context, HttpRequest request, byte[] message, Throwable failure) {
    HttpRequest whole =
        failure == null
            ? HttpRequest.of(request.headers(), HttpData.wrap(message))
            : HttpRequest.of(request.headers(), StreamMessage.aborted(failure));
    context.updateRequest(whole);
    try {
      return unwrap().serve(context, whole);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }
}
