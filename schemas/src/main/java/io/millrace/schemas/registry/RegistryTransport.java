// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one request to the registry, again and again while its failure may pass. */
final class RegistryTransport {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryTransport.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final String base;
  private final String authorization;
  private final Duration patience;
  // HTTP/1.1: a registry on plain HTTP may not know the upgrade that java.net.http tries otherwise.
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  RegistryTransport(URI url, Duration patience) {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "schema-registry.url must be an http or https address, e.g. http://127.0.0.1:8085");
    }
    String path = url.getPath() == null ? "" : url.getPath().replaceAll("/+$", "");
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    base = scheme + "://" + url.getHost() + port + path;
    authorization = url.getUserInfo() == null ? null : basic(url.getUserInfo());
    this.patience = patience;
  }

  /** The registry's answer; {@code json} is null where the body is none. */
  final class Answer {
    private final int status;
    private final JsonNode json;

    Answer(int status, String body) {
      this.status = status;
      this.json = parse(body);
    }

    int status() {
      return status;
    }

    /** Confluent's {@code error_code}, 0 = none. */
    int errorCode() {
      return json == null ? 0 : json.path("error_code").asInt();
    }

    /** The body of a success; anything else is an unusable registry. */
    JsonNode require(String path) {
      if (status / 100 != 2 || json == null) {
        throw unavailable(path + " answered " + describe(), null);
      }
      return json;
    }

    String describe() {
      String message = json == null ? "" : json.path("message").asText();
      return status + (message.isEmpty() ? "" : " " + message);
    }

    boolean mayPass() {
      return status == 429 || status >= 500;
    }
  }

  Answer send(String method, String path, String body) {
    HttpRequest request = request(method, path, body);
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    long pauseMillis = FIRST_PAUSE_MILLIS;
    while (true) {
      IOException failure = null;
      Answer answer = null;
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        answer = new Answer(response.statusCode(), response.body());
      } catch (IOException e) {
        failure = e;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (answer != null && !answer.mayPass()) {
        return answer;
      }
      String outcome = answer == null ? String.valueOf(failure) : answer.describe();
      if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis) >= deadlineNanos) {
        throw unavailable(method + " " + path + ": " + outcome, failure);
      }
      LOG.warn("Schema registry {}: {} {}: {}; trying again", base, method, path, outcome);
      pause(pauseMillis);
      pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  SchemaRegistryUnavailableException unavailable(String what, Throwable cause) {
    return new SchemaRegistryUnavailableException(
        "the schema registry at " + base + " (schema-registry.url) cannot be used: " + what, cause);
  }

  private HttpRequest request(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(REQUEST_TIMEOUT)
            .header("Accept", CONTENT_TYPE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", CONTENT_TYPE);
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private SchemaRegistryUnavailableException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return unavailable("interrupted while waiting for it", e);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // A proxy's error page: the status says enough, and a success without JSON is refused later.
      LOG.debug("The schema registry's answer is not JSON", e);
      return null;
    }
  }

  private static String basic(String userInfo) {
    byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
