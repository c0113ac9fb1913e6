// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.grpc;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.millrace.ingest.otlp.Tenant;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.receive.TenantHeaders;
import io.netty.util.AttributeKey;

/**
 * Reads a call's tenant and counts its bytes as they come in. A refusal is thrown into the request
 * stream, where the gRPC service answers it as any other failure.
 */
final class AdmittingService extends SimpleDecoratingHttpService {
  /** Whose call it is and what it holds; absent where the call is refused. */
  static final AttributeKey<Admitted> ADMITTED =
      AttributeKey.valueOf(AdmittingService.class, "ADMITTED");

  private final Admission admission;

  record Admitted(Tenant tenant, Admission.Reservation reservation) {}

  AdmittingService(HttpService delegate, Admission admission) {
    super(delegate);
    this.admission = admission;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    HttpRequest counted;
    try {
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
      counted = request.peekData(data -> reservation.grow(data.length()));
    } catch (RefusedException e) {
      counted =
          request.peekData(
              data -> {
                throw e;
              });
    }
    context.updateRequest(counted);
    return unwrap().serve(context, counted);
  }
}
