// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ConnectionsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.grpc.OtlpGrpcService;
import io.millrace.ingest.http.OtlpErrorHandler;
import io.millrace.ingest.http.OtlpHttpService;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BridgeMetrics;
import io.millrace.ingest.receive.Receiver;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The server of both OTLP ports; everything is served on each. */
final class OtlpServer {
  /** Langfuse's path of /v1/traces, which its SDKs have built in. */
  private static final String LANGFUSE_TRACES = "/api/public/otel/v1/traces";

  /** MLflow's clients name hundreds of trace ids in one. */
  private static final int MAX_REQUEST_LINE_BYTES = 64 << 10;

  /** HTTP/2 counts that line, and what HTTP/1.1 bounds by itself, as headers. */
  private static final int MAX_HTTP2_HEADER_BYTES = MAX_REQUEST_LINE_BYTES + (16 << 10);

  private static final int BLOCKING_THREADS = 16;
  private static final int EVENT_LOOPS = 2 * Runtime.getRuntime().availableProcessors();
  private static final Duration QUIET_PERIOD = Duration.ofMillis(100);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(15);

  private OtlpServer() {}

  /**
   * A server, not yet started.
   *
   * @param rest adds what is no OTLP
   */
  static Server create(
      BridgeConfig config,
      Receiver receiver,
      Consumer<ServerBuilder> rest,
      Admission admission,
      BridgeMetrics metrics,
      Clock clock) {
    int maxBodyBytes = config.limits().maxBodyBytes();
    ServerBuilder server = builder(config);
    for (Signal signal : Signal.values()) {
      OtlpHttpService service =
          new OtlpHttpService(signal, receiver, admission, metrics, clock, maxBodyBytes);
      paths(signal).forEach(path -> server.service(post(path), service));
    }
    rest.accept(server);
    server.service(
        OtlpGrpcService.of(receiver, metrics, clock, maxBodyBytes),
        service -> OtlpGrpcService.admitting(service, admission, maxBodyBytes));
    return server.build();
  }

  private static ServerBuilder builder(BridgeConfig config) {
    ListenConfig listen = config.listen();
    ConnectionsConfig connections = config.connections();
    ServerBuilder server =
        Server.builder()
            .http(new InetSocketAddress(listen.bindAddress(), listen.httpPort()))
            .http(new InetSocketAddress(listen.bindAddress(), listen.grpcPort()))
            .http1MaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .http2MaxHeaderListSize(MAX_HTTP2_HEADER_BYTES)
            .blockingTaskExecutor(BLOCKING_THREADS)
            .maxNumConnections(connections.maxConnections())
            .idleTimeout(connections.idleTimeout())
            .requestTimeout(connections.requestTimeout())
            .maxConnectionAge(connections.maxConnectionAge())
            .maxRequestLength(0) // bodies are counted by the services, which answer in OTLP's way
            .gracefulShutdownTimeout(QUIET_PERIOD, SHUTDOWN_TIMEOUT)
            .errorHandler(new OtlpErrorHandler());
    return EventLoops.attach(server, EVENT_LOOPS, "bridge-otlp");
  }

  /** With and without the slash that some clients end it with. */
  private static List<String> paths(Signal signal) {
    List<String> paths = new ArrayList<>(List.of(signal.path(), signal.path() + "/"));
    if (signal == Signal.TRACES) {
      paths.add(LANGFUSE_TRACES);
      paths.add(LANGFUSE_TRACES + "/");
    }
    return paths;
  }

  private static Route post(String path) {
    return Route.builder().path(path).methods(HttpMethod.POST).build();
  }
}
