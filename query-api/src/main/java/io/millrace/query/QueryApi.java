// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.query.http.AdminServer;
import io.millrace.query.http.DashboardService;
import io.millrace.query.http.Endpoint;
import io.millrace.query.http.EndpointService;
import io.millrace.query.http.Problem;
import io.millrace.query.http.QueryGate;
import io.millrace.query.http.SameSite;
import io.millrace.query.live.LiveTraces;
import io.millrace.query.mlflow.MlflowReads;
import io.millrace.query.sql.SavedQueriesEndpoint;
import io.millrace.query.sql.SqlService;
import io.millrace.query.sql.ViewsEndpoint;
import io.millrace.query.system.MetricsPages;
import io.millrace.query.system.SystemStatus;
import io.millrace.query.v1.Lists;
import io.millrace.query.v1.OtlpEndpoint;
import io.millrace.query.v1.OverviewEndpoint;
import io.millrace.query.v1.SessionEndpoint;
import io.millrace.query.v1.SpanEndpoint;
import io.millrace.query.v1.SystemEndpoint;
import io.millrace.query.v1.TraceEndpoint;
import io.millrace.query.v1.TraceSpansEndpoint;
import io.millrace.query.write.PartDeletes;
import io.millrace.query.write.WriteForwarding;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read API: what {@code /openapi.yaml} says, each answer from named queries. It starts whether
 * or not ClickHouse answers: until it does, requests are answered 503 and /readyz says so.
 */
public final class QueryApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryApi.class);

  /** More rows than this no endpoint asks for. */
  public static final int MOST_ROWS = 10_001;

  private static final int MAX_REQUEST_LINE_BYTES = 64 << 10;

  /** HTTP/2, which the bridge speaks, counts that line as a header. */
  private static final int MAX_HTTP2_HEADER_BYTES = MAX_REQUEST_LINE_BYTES + (16 << 10);

  private static final String CONTRACT = "openapi.yaml";
  private static final MediaType YAML = MediaType.parse("application/yaml");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LiveTraces live;
  private final Server api;
  private final Server admin;

  private QueryApi(QueryApiConfig config, QueryReader tables) {
    live = new LiveTraces(tables, config.maxLiveStreams(), metrics);
    api = api(config, tables);
    admin =
        AdminServer.create(
            new InetSocketAddress(config.bindAddress(), config.metricsPort()), metrics, tables);
  }

  /**
   * Starts an API; its ports are bound when this returns.
   *
   * @throws IllegalStateException if a port cannot be bound
   */
  public static QueryApi start(QueryApiConfig config, QueryReader tables) {
    QueryApi started = new QueryApi(config, tables);
    try {
      started.admin.start().join();
      started.api.start().join();
    } catch (CompletionException e) {
      started.close();
      throw new IllegalStateException(
          "the query API cannot bind its ports (query-api.bind-address, query-api.port,"
              + " query-api.metrics-port): "
              + e.getCause().getMessage(),
          e);
    }
    LOG.info("query API on port {}, metrics on port {}", started.port(), started.metricsPort());
    return started;
  }

  /** Every endpoint. */
  static List<Endpoint> endpoints(QueryReader tables, MetricsPages pages) {
    return Stream.of(
            Lists.over(tables),
            SessionEndpoint.over(tables),
            Stream.of(
                new OverviewEndpoint(tables),
                new TraceEndpoint(tables),
                new TraceSpansEndpoint(tables),
                new SpanEndpoint(tables),
                new OtlpEndpoint(tables),
                new SystemEndpoint(tables, new SystemStatus(pages)),
                new ViewsEndpoint(tables),
                new SavedQueriesEndpoint()))
        .flatMap(each -> each)
        .toList();
  }

  private Server api(QueryApiConfig config, QueryReader tables) {
    QueryGate gate = new QueryGate(config.maxConcurrentQueries(), config.maxQueryWait(), metrics);
    Set<String> hosts = new HashSet<>(LOOPBACK);
    hosts.add(config.bindAddress());
    hosts.addAll(config.allowedHosts());
    ServerBuilder server =
        Server.builder()
            .http(new InetSocketAddress(config.bindAddress(), config.port()))
            // GET traces/batchGet names hundreds of ids.
            .http1MaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .http2MaxHeaderListSize(MAX_HTTP2_HEADER_BYTES)
            // ClickHouse ends a query first, so that the answer can say so.
            .requestTimeout(config.queryTimeout().multipliedBy(2));
    Map<String, Set<HttpMethod>> methods = new TreeMap<>();
    config
        .bridge()
        .ifPresent(
            bridge -> {
              WriteForwarding.addTo(server, bridge);
              PartDeletes.addTo(server, tables, gate, config.maxDeletedTraces(), metrics, bridge);
              PartDeletes.PATHS.forEach((path, some) -> methods.put(path, EnumSet.copyOf(some)));
              WriteForwarding.PATHS.forEach(
                  (path, some) -> methods.put(path, EnumSet.copyOf(some)));
            });
    for (Endpoint endpoint : endpoints(tables, config.metricsPages())) {
      get(server, methods, endpoint.path(), new EndpointService(endpoint, gate, metrics));
    }
    MlflowReads.addTo(
        server, tables, gate, metrics, config.maxAnswerBytes(), config.readYourWritesWithin());
    get(server, methods, LiveTraces.PATH, live);
    serve(
        server,
        methods,
        HttpMethod.POST,
        SqlService.PATH,
        new SqlService(tables, config.sql(), config.maxAnswerBytes(), gate, metrics));
    methods.forEach(
        (path, allowed) ->
            server.service(path, (context, request) -> Problem.methodNotAllowed(allowed)));
    byte[] contract = contract();
    server.service(
        "/" + CONTRACT,
        (context, request) -> HttpResponse.of(HttpStatus.OK, YAML, HttpData.wrap(contract)));
    return server
        .serviceUnder("/assets/", DashboardService.assets())
        .serviceUnder("/", DashboardService.page())
        .decorator(service -> new SameSite(service, hosts))
        .addHeader("x-content-type-options", "nosniff")
        .addHeader("content-security-policy", DashboardService.CONTENT_SECURITY_POLICY)
        .addHeader("referrer-policy", "no-referrer")
        .addHeader("cache-control", "no-store")
        .build();
  }

  /** Serves a path to GET, and notes that it does. */
  private static void get(
      ServerBuilder server,
      Map<String, Set<HttpMethod>> methods,
      String path,
      HttpService service) {
    serve(server, methods, HttpMethod.GET, path, service);
  }

  private static void serve(
      ServerBuilder server,
      Map<String, Set<HttpMethod>> methods,
      HttpMethod method,
      String path,
      HttpService service) {
    server.service(Route.builder().path(path).methods(method).build(), service);
    methods.computeIfAbsent(path, any -> EnumSet.noneOf(HttpMethod.class)).add(method);
  }

  static byte[] contract() {
    try (InputStream contract = QueryApi.class.getResourceAsStream(CONTRACT)) {
      return contract.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that serves the API. */
  public int port() {
    return port(api);
  }

  /** The port of /metrics, /healthz and /readyz. */
  public int metricsPort() {
    return port(admin);
  }

  private static int port(Server server) {
    return server.activeLocalPort();
  }

  @Override
  public void close() {
    live.close();
    CompletableFuture.allOf(api.stop(), admin.stop()).join();
    metrics.close();
  }
}
