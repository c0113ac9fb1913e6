// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.query.system.ReplayMetrics;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The operator's port: /metrics for Prometheus, /healthz (it lives), /readyz (it can answer). */
public final class AdminServer {
  /** Said wherever an operator looks, until credentials are checked. */
  static final String CREDENTIALS_NOTE =
      "credentials are not checked: Authorization is accepted, not looked at and not stored";

  private static final MediaType PROMETHEUS_TEXT =
      MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

  /** A ClickHouse that does not answer must not keep the other metrics. */
  private static final long REFRESHED_WITHIN_SECONDS = 2;

  private AdminServer() {}

  /** A server, not yet started. */
  public static Server create(
      InetSocketAddress address, PrometheusMeterRegistry metrics, QueryReader tables) {
    ReplayMetrics replay = new ReplayMetrics(tables);
    replay.bindTo(metrics);
    return Server.builder()
        .http(address)
        .service(
            "/metrics",
            (context, request) ->
                HttpResponse.of(
                    CompletableFuture.runAsync(replay::refresh, context.blockingTaskExecutor())
                        .completeOnTimeout(null, REFRESHED_WITHIN_SECONDS, TimeUnit.SECONDS)
                        .thenApply(
                            refreshed ->
                                HttpResponse.of(HttpStatus.OK, PROMETHEUS_TEXT, metrics.scrape()))))
        .service(
            "/healthz",
            (context, request) -> HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, "ok"))
        .service(
            "/readyz",
            (context, request) ->
                HttpResponse.of(
                    CompletableFuture.supplyAsync(
                        () -> readiness(tables), context.blockingTaskExecutor())))
        .build();
  }

  private static HttpResponse readiness(QueryReader tables) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    HttpStatus status = HttpStatus.OK;
    try {
      tables.ask(NamedQuery.FRESHNESS, Map.of());
      body.put("ready", true);
    } catch (IOException e) {
      status = HttpStatus.SERVICE_UNAVAILABLE;
      body.put("ready", false);
      body.put("obstacle", "ClickHouse (clickhouse.url) does not answer: " + e.getMessage());
    }
    body.putArray("notes").add(CREDENTIALS_NOTE);
    return HttpResponse.of(status, MediaType.JSON_UTF_8, body.toString());
  }
}
