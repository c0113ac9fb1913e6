// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaRegistryClientTest {
  private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(body, StandardCharsets.UTF_8));
          Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
          byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void register_postsTheSchemaAndAnswersItsId() {
    answers.add(new Answer(200, "{\"id\":12}"));

    int id = client(PATIENCE).register("otlp.spans.v1-value", SCHEMA);

    assertThat(id).isEqualTo(12);
    assertThat(requests)
        .containsExactly(
            "POST /subjects/otlp.spans.v1-value/versions null {\"schema\":\"\\\"string\\\"\"}");
  }

  @Test
  void subject_isEscapedInThePath() {
    answers.add(new Answer(200, "{\"id\":1}"));

    client(PATIENCE).register("a/b c", SCHEMA);

    assertThat(requests.get(0)).startsWith("POST /subjects/a%2Fb%20c/versions ");
  }

  @Test
  void register_incompatible_isRejectedAndNotRepeated() {
    answers.add(new Answer(409, "{\"error_code\":409,\"message\":\"field x lacks a default\"}"));

    assertThatThrownBy(() -> client(PATIENCE).register("s", SCHEMA))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining("field x lacks a default");
    assertThat(requests).hasSize(1);
  }

  @Test
  void schema_isParsed() {
    answers.add(new Answer(200, "{\"schema\":\"\\\"string\\\"\"}"));

    assertThat(client(PATIENCE).schema(5)).contains(SCHEMA);
    assertThat(requests.get(0)).startsWith("GET /schemas/ids/5 ");
  }

  @Test
  void schema_unknownId_isEmpty() {
    answers.add(new Answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}"));

    assertThat(client(PATIENCE).schema(5)).isEmpty();
  }

  @Test
  void schema_bare404_isNoWordOfARegistry() {
    answers.add(new Answer(404, "<html>not here</html>"));

    assertThatThrownBy(() -> client(PATIENCE).schema(5))
        .isInstanceOf(SchemaRegistryUnavailableException.class)
        .hasMessageContaining("schema-registry.url");
  }

  @Test
  void failure_thatMayPass_isRepeated() {
    answers.add(new Answer(503, ""));
    answers.add(new Answer(500, "{\"error_code\":50001,\"message\":\"store\"}"));
    answers.add(new Answer(200, "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}"));

    client(PATIENCE).setCompatibility("s", CompatibilityLevel.BACKWARD_TRANSITIVE);

    assertThat(requests)
        .hasSize(3)
        .allMatch(
            request ->
                request.equals("PUT /config/s null {\"compatibility\":\"BACKWARD_TRANSITIVE\"}"));
  }

  @Test
  void failure_thatStays_isUnavailable() {
    answers.add(new Answer(503, "{\"error_code\":503,\"message\":\"starting\"}"));

    assertThatThrownBy(() -> client(Duration.ofMillis(250)).schema(1))
        .isInstanceOf(SchemaRegistryUnavailableException.class)
        .hasMessageContaining("503 starting");
  }

  @Test
  void noServer_isUnavailableAndNamesTheSetting() {
    server.stop(0);

    assertThatThrownBy(() -> client(Duration.ZERO).schema(1))
        .isInstanceOf(SchemaRegistryUnavailableException.class)
        .hasMessageContaining("schema-registry.url")
        .hasMessageContaining("127.0.0.1:" + server.getAddress().getPort());
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void credentials_areSentAndNeverTold(
      String inUrl, String user, String password, String token, String header) {
    answers.add(new Answer(401, ""));
    SchemaRegistryEndpoint endpoint =
        new SchemaRegistryEndpoint(url(inUrl), user, password, token, "");

    assertThatThrownBy(() -> new SchemaRegistryClient(endpoint, PATIENCE).schema(1))
        .isInstanceOf(SchemaRegistryUnavailableException.class)
        .hasMessageContaining("401: check schema-registry.user and schema-registry.password")
        .message()
        .doesNotContain("secret");
    assertThat(requests.get(0)).contains(header);
    assertThat(endpoint.toString()).doesNotContain("secret");
  }

  static Stream<Arguments> credentials() {
    return Stream.of(
        Arguments.of("me:secret@", "", "", "", "Basic bWU6c2VjcmV0"),
        Arguments.of("", "me", "secret", "", "Basic bWU6c2VjcmV0"),
        Arguments.of("", "", "", "secret", "Bearer secret"));
  }

  @Test
  void userAndToken_together_areRefused() {
    assertThatThrownBy(() -> new SchemaRegistryEndpoint(url(""), "me", "pw", "token", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema-registry.bearer-token");
  }

  @Test
  void url_thatIsNoHttpAddress_isRefused() {
    assertThatThrownBy(() -> SchemaRegistryEndpoint.of(URI.create("registry:8085")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema-registry.url");
  }

  private SchemaRegistryClient client(Duration patience) {
    return new SchemaRegistryClient(SchemaRegistryEndpoint.of(url("")), patience);
  }

  private URI url(String credentials) {
    return URI.create("http://" + credentials + "127.0.0.1:" + server.getAddress().getPort() + "/");
  }
}
