// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.quickstart.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded schema registry: HTTP around {@link RegistryApi}.
 *
 * @see <a href="https://docs.confluent.io/platform/7.9/schema-registry/develop/api.html">Schema
 *     Registry API reference 7.9</a>
 */
public final class SchemaRegistryServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SchemaRegistryServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int THREADS = 4;

  private final SchemaJournal journal;
  private final RegistryApi api;
  private final HttpServer http;
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, this::thread);

  private SchemaRegistryServer(InetSocketAddress address, SchemaJournal journal)
      throws IOException {
    this.journal = journal;
    api = new RegistryApi(new SchemaStore(journal));
    http = HttpServer.create(address, 0);
    http.setExecutor(executor);
    http.createContext("/", this::handle);
  }

  /**
   * Starts a registry that remembers in a topic of this broker; it answers when this returns.
   *
   * @param port 0 = any free one
   * @param clientProperties further settings of its Kafka clients
   * @throws IOException if the port is taken, or the broker does not answer within a minute
   */
  public static SchemaRegistryServer start(
      String bindAddress, int port, String bootstrapServers, Map<String, String> clientProperties)
      throws IOException {
    return start(
        bindAddress,
        port,
        KafkaSchemaJournal.open(bootstrapServers, clientProperties, BROKER_PATIENCE));
  }

  static SchemaRegistryServer start(String bindAddress, int port, SchemaJournal journal)
      throws IOException {
    try {
      SchemaRegistryServer server =
          new SchemaRegistryServer(new InetSocketAddress(bindAddress, port), journal);
      server.http.start();
      log.info("Schema registry on {}:{}", bindAddress, server.port());
      return server;
    } catch (IOException e) {
      journal.close();
      throw e;
    }
  }

  public int port() {
    return http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
    journal.close();
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "schema-registry");
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode answer;
      int status = 200;
      try {
        answer = answer(exchange);
      } catch (RegistryException e) {
        status = e.status();
        answer = error(e.errorCode(), e.getMessage());
      } catch (RuntimeException e) {
        log.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        status = 500;
        answer = error(status, "Internal Server Error");
      }
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private JsonNode answer(HttpExchange exchange) throws IOException, RegistryException {
    String[] path = segments(exchange.getRequestURI().getRawPath());
    return switch (exchange.getRequestMethod()) {
      case "GET" -> get(path);
      case "POST" -> post(path, body(exchange));
      case "PUT" -> put(path, body(exchange));
      default ->
          throw new RegistryException(Kind.METHOD_NOT_ALLOWED, "HTTP 405 Method Not Allowed");
    };
  }

  private JsonNode get(String[] path) throws RegistryException {
    return switch (pattern(path)) {
      case "" -> api.root();
      case "subjects" -> api.subjects();
      case "subjects/*/versions" -> api.versions(path[1]);
      case "subjects/*/versions/*" -> api.version(path[1], path[3]);
      case "schemas/ids/*" -> api.schema(path[2]);
      case "config" -> api.globalConfig();
      case "config/*" -> api.config(path[1]);
      default -> throw notFound();
    };
  }

  private JsonNode post(String[] path, JsonNode body) throws RegistryException {
    return switch (pattern(path)) {
      case "subjects/*" -> api.lookUp(path[1], body);
      case "subjects/*/versions" -> api.register(path[1], body);
      case "compatibility/subjects/*/versions" -> api.compatibility(path[2], null, body);
      case "compatibility/subjects/*/versions/*" -> api.compatibility(path[2], path[4], body);
      default -> throw notFound();
    };
  }

  private JsonNode put(String[] path, JsonNode body) throws RegistryException {
    return switch (pattern(path)) {
      case "config" -> api.setConfig(null, body);
      case "config/*" -> api.setConfig(path[1], body);
      default -> throw notFound();
    };
  }

  /** The path with its variable segments as '*'. */
  private static String pattern(String[] path) {
    String[] pattern = path.clone();
    int first = path.length > 0 && path[0].equals("compatibility") ? 2 : 1;
    boolean ids = path.length > 1 && path[0].equals("schemas");
    for (int i = ids ? 2 : first; i < path.length; i += 2) {
      pattern[i] = "*";
    }
    return String.join("/", pattern);
  }

  private static String[] segments(String rawPath) {
    return Arrays.stream(rawPath.split("/"))
        .filter(segment -> !segment.isEmpty())
        .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toArray(String[]::new);
  }

  private static JsonNode body(HttpExchange exchange) throws IOException, RegistryException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new RegistryException(
          Kind.INVALID_REQUEST, "the body is larger than " + MAX_BODY_BYTES + " bytes");
    }
    try {
      return JSON.readTree(body);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new RegistryException(Kind.INVALID_REQUEST, "the body is not JSON", e);
    }
  }

  private static RegistryException notFound() {
    return new RegistryException(Kind.NOT_FOUND, "HTTP 404 Not Found");
  }

  private static JsonNode error(int code, String message) {
    return JSON.createObjectNode().put("error_code", code).put("message", message);
  }
}
