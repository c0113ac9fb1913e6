// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real engine on a free port for the tests of one class, and plain HTTP requests to it. */
final class EngineExtension implements BeforeAllCallback, AfterAllCallback {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path folder;
  private EmbeddedEngine engine;

  static Path library() throws EngineUnavailableException {
    return EngineLibrary.locate(Path.of("engine"), System.getenv());
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("millrace-engine");
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    engine.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Starts it, again after {@link EmbeddedEngine#kill()} or {@link EmbeddedEngine#stop()}. */
  void start() throws Exception {
    engine = EmbeddedEngine.start(EmbeddedEngine.Launch.of(library(), folder));
  }

  EmbeddedEngine engine() {
    return engine;
  }

  String writerPassword() {
    return engine.credentials().writerPassword();
  }

  String readerPassword() {
    return engine.credentials().readerPassword();
  }

  /** Runs a statement as the writer; the answer must be good. */
  String write(String sql) throws IOException, InterruptedException {
    HttpResponse<String> response = post("writer", "", sql);
    if (response.statusCode() != 200) {
      throw new AssertionError(sql + ": " + response.body());
    }
    return response.body().stripTrailing();
  }

  /** A statement as the body of a POST. */
  HttpResponse<String> post(String user, String urlQuery, String body)
      throws IOException, InterruptedException {
    return send(request(user, urlQuery).POST(BodyPublishers.ofString(body)).build());
  }

  /** The same to another engine, as its writer. */
  HttpResponse<String> post(EmbeddedEngine other, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(other.url())
            .header("X-ClickHouse-User", EngineCredentials.WRITER)
            .header("X-ClickHouse-Key", other.credentials().writerPassword())
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  HttpResponse<byte[]> sendForBytes(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofByteArray());
  }

  HttpRequest.Builder request(String user, String urlQuery) {
    return HttpRequest.newBuilder(URI.create(engine.url() + "/?database=millrace&" + urlQuery))
        .header("Authorization", basic(user));
  }

  String basic(String user) {
    String password = user.equals("reader") ? readerPassword() : writerPassword();
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** Names and values of URL parameters, alternating. */
  static String url(String... namesAndValues) {
    return Stream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
        .map(i -> encode(namesAndValues[i]) + "=" + encode(namesAndValues[i + 1]))
        .reduce((a, b) -> a + "&" + b)
        .orElse("");
  }

  /** One column of a result of the writer. */
  List<String> column(String sql) throws IOException, InterruptedException {
    return write(sql).lines().toList();
  }
}
