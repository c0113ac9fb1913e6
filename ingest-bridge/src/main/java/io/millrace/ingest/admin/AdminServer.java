// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The operator's port: /metrics for Prometheus, /healthz (it lives), /readyz (it can publish). */
public final class AdminServer {
  /** Said wherever an operator looks, until credentials are checked. */
  public static final String CREDENTIALS_NOTE =
      "credentials are not checked: Authorization is accepted, not looked at and not stored";

  private static final MediaType PROMETHEUS_TEXT =
      MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

  private AdminServer() {}

  /**
   * A server, not yet started.
   *
   * @param server with its address
   * @param obstacle what keeps the bridge from publishing; empty = nothing. May block
   */
  public static Server create(
      ServerBuilder server, PrometheusMeterRegistry metrics, Supplier<Optional<String>> obstacle) {
    return server
        .service(
            "/metrics",
            (context, request) -> HttpResponse.of(HttpStatus.OK, PROMETHEUS_TEXT, metrics.scrape()))
        .service(
            "/healthz",
            (context, request) -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok"))
        .service("/readyz", (context, request) -> readiness(context, obstacle))
        .build();
  }

  private static HttpResponse readiness(
      ServiceRequestContext context, Supplier<Optional<String>> obstacle) {
    return HttpResponse.of(
        CompletableFuture.supplyAsync(obstacle, context.blockingTaskExecutor())
            .thenApply(AdminServer::readiness));
  }

  private static HttpResponse readiness(Optional<String> obstacle) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("ready", obstacle.isEmpty());
    obstacle.ifPresent(what -> body.put("obstacle", what));
    body.putArray("notes").add(CREDENTIALS_NOTE);
    HttpStatus status = obstacle.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
    return HttpResponse.of(status, MediaType.JSON_UTF_8, body.toString());
  }
}
