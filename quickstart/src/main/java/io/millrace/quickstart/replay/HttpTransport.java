// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Sends a request by HTTP, of OTLP 1.8 or of MLflow, compressed as it was recorded. */
final class HttpTransport {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int SHOWN_CHARS = 200;

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  HttpTransport(URI base) {
    this.base = base;
  }

  Answer send(CapturedRequest request) throws IOException, InterruptedException {
    URI url = URI.create(base.toString().replaceAll("/$", "") + request.endpoint().path());
    HttpRequest.Builder http = HttpRequest.newBuilder(url).timeout(TIMEOUT);
    request.headers().forEach(http::header);
    http.header("content-type", request.contentType());
    if (!request.contentEncoding().isEmpty()) {
      http.header("content-encoding", request.contentEncoding());
    }
    byte[] body = encode(request.body(), request.contentEncoding());
    HttpResponse<byte[]> response =
        client.send(
            http.method(request.endpoint().method(), BodyPublishers.ofByteArray(body)).build(),
            BodyHandlers.ofByteArray());
    return answer(request, response);
  }

  private static byte[] encode(byte[] body, String contentEncoding) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream encoder =
        switch (contentEncoding) {
          case "" -> encoded;
          case "gzip" -> new GZIPOutputStream(encoded);
          case "deflate" -> new DeflaterOutputStream(encoded);
          default -> throw new IOException("content encoding " + contentEncoding + " is not known");
        }) {
      encoder.write(body);
    }
    return encoded.toByteArray();
  }

  private static Answer answer(CapturedRequest request, HttpResponse<byte[]> response)
      throws IOException {
    int status = response.statusCode();
    if (status == 200) {
      return Answer.accepted(refusedItems(request, response.body()));
    }
    String text = response.version() + " " + status + " " + printable(response.body());
    if (RETRYABLE.contains(status)) {
      return response
          .headers()
          .firstValue("retry-after")
          .filter(seconds -> seconds.matches("\\d{1,4}"))
          .map(seconds -> Answer.retryable(text, Duration.ofSeconds(Long.parseLong(seconds))))
          .orElse(Answer.retryable(text));
    }
    return Answer.refused(text);
  }

  private static long refusedItems(CapturedRequest request, byte[] body) throws IOException {
    Optional<Signal> signal = request.endpoint().signal();
    if (signal.isEmpty()) {
      return 0; // MLflow's protocol takes all of a request or nothing
    }
    if (!request.isJson()) {
      return signal.get().refused(body);
    }
    JsonNode partial = JSON.readTree(body).path("partialSuccess");
    return partial.path("rejectedSpans").asLong()
        + partial.path("rejectedLogRecords").asLong()
        + partial.path("rejectedDataPoints").asLong();
  }

  /** An error body may be protobuf around its text: what can be read of it is enough. */
  private static String printable(byte[] body) {
    StringBuilder text = new StringBuilder();
    for (byte b : body) {
      if (b >= ' ' && b < 0x7f && text.length() < SHOWN_CHARS) {
        text.append((char) b);
      }
    }
    return text.toString();
  }
}
