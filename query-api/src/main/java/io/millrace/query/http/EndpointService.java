// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.parameter.Arguments;

/** Serves one endpoint: reads its parameters, waits its turn, answers JSON or a problem. */
public final class EndpointService extends AbstractHttpService {
  private final Endpoint endpoint;
  private final TurnTaking turns;

  /**
   * A service.
   *
   * @param gate that of all endpoints
   */
  public EndpointService(Endpoint endpoint, QueryGate gate, MeterRegistry metrics) {
    this.endpoint = endpoint;
    turns = new TurnTaking(endpoint.path(), gate, metrics);
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        turns.answer(
            context,
            () -> {
              Arguments arguments =
                  Arguments.read(
                      endpoint.parameters(), context.pathParams(), context.queryParams());
              return () -> endpoint.answer(arguments);
            }));
  }
}
