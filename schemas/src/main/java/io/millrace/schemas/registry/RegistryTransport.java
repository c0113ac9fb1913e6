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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one request to the registry, again and again while its failure may pass. */
final class RegistryTransport {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryTransport.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final String CHECK_CREDENTIALS =
      ": check schema-registry.user and schema-registry.password, or schema-registry.bearer-token";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final String base;
  private final Optional<String> authorization;
  private final Duration patience;
  private final HttpClient http;

  RegistryTransport(SchemaRegistryEndpoint endpoint, Duration patience) {
    base = endpoint.base();
    authorization = endpoint.authorization();
    this.patience = patience;
    // HTTP/1.1: a registry on plain HTTP may not know the upgrade that java.net.http tries
    // otherwise.
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    if (!endpoint.caCertificateFile().isEmpty()) {
      client.sslContext(TrustedAuthorities.of(Path.of(endpoint.caCertificateFile())));
    }
    http = client.build();
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
      return status
          + (message.isEmpty() ? "" : " " + message)
          + (status == 401 || status == 403 ? CHECK_CREDENTIALS : "");
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
      String outcome = answer == null ? describe(failure) : answer.describe();
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
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  private static String describe(IOException failure) {
    return failure instanceof SSLException
        ? failure + ": check schema-registry.ca-certificate-file"
        : failure.toString();
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
}
