// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceImplBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A receiver of OTLP that keeps what it gets and answers what it is told to. */
final class FakeReceiver implements AutoCloseable {
  /** One request as it arrived, decompressed; of gRPC, with the path {@code grpc}. */
  record Received(String path, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.get(name);
    }
  }

  private record Scripted(int status, String retryAfter, byte[] body) {}

  private static final Scripted SUCCESS = new Scripted(200, "", new byte[0]);

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
  private final HttpServer http;
  private final Server grpc;

  FakeReceiver() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::handle);
    http.start();
    grpc =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .service(GrpcService.builder().addService(new Traces()).build())
            .build();
    grpc.start().join();
  }

  URI http() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  URI grpc() {
    return URI.create("http://127.0.0.1:" + grpc.activeLocalPort());
  }

  List<Received> received() {
    return received;
  }

  void forget() {
    received.clear();
    script.clear();
  }

  /** The next request by HTTP gets this answer; then come the ones told after, then success. */
  void answerFirst(int status, String retryAfter, byte[] body) {
    script.add(new Scripted(status, retryAfter, body));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      byte[] body = body(exchange.getRequestBody(), headers.getOrDefault("content-encoding", ""));
      received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
      answer(exchange, script.isEmpty() ? SUCCESS : script.remove());
    }
  }

  private static byte[] body(InputStream body, String encoding) throws IOException {
    try (InputStream decoded = encoding.equals("gzip") ? new GZIPInputStream(body) : body) {
      return decoded.readAllBytes();
    }
  }

  private static void answer(HttpExchange exchange, Scripted answer) throws IOException {
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
    }
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    exchange.getResponseBody().write(answer.body());
  }

  private final class Traces extends TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
      RequestHeaders headers = ServiceRequestContext.current().request().headers();
      Map<String, String> kept = new HashMap<>();
      headers.forEach((name, value) -> kept.put(name.toString(), value));
      received.add(new Received("grpc", kept, request.toByteArray()));
      observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }

  @Override
  public void close() {
    http.stop(0);
    grpc.stop().join();
  }
}
