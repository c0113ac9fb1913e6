// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes through the bridge, again until it takes the write, and waits until the views show what
 * was written. Any number of threads may write at once.
 */
public final class BridgeWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 200;
  private static final String PROGRESS =
      "SELECT concat(topic, ' ', toString(partition)) AS place, toInt64(next_offset) AS next"
          + " FROM progress";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI bridge;
  private final SqlReader tables;

  /** The offset of the last record that was written, by topic and partition. */
  private final Map<String, Long> written = new ConcurrentHashMap<>();

  /**
   * A writer.
   *
   * @param bridge OTLP over HTTP, e.g. http://127.0.0.1:4318
   * @param tables the public views
   */
  public BridgeWriter(URI bridge, SqlReader tables) {
    this.bridge = bridge;
    this.tables = tables;
  }

  /**
   * Sends one write.
   *
   * @param path with its query
   * @param body JSON, '' = none
   * @throws IOException if it is refused, or not taken within two minutes
   */
  public void write(String workspace, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(bridge.resolve(path))
            .header("x-mlflow-workspace", workspace)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 2) {
        note(JSON.readTree(answer.body()));
        return;
      }
      if (!RETRYABLE.contains(answer.statusCode()) || System.nanoTime() > deadlineNanos) {
        throw new IOException(
            "%s %s is refused with %d: %s"
                .formatted(method, path, answer.statusCode(), answer.body()));
      }
      pause();
    }
  }

  private void note(JsonNode answer) {
    for (JsonNode place : answer.path("log")) {
      written.merge(
          place.path("topic").asText() + ' ' + place.path("partition").asText(),
          place.path("offset").asLong(),
          Math::max);
    }
  }

  /**
   * Waits until the view progress is past everything that was written.
   *
   * @throws IOException if it is not within two minutes
   */
  public void awaitShown() throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!isShown()) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IOException(
            "acknowledged, but not shown within 2 minutes; 'millrace status' tells whether all"
                + " parts are healthy");
      }
      pause();
    }
  }

  private boolean isShown() throws IOException {
    Map<String, Long> next = new HashMap<>();
    List<Map<String, Object>> rows = tables.query(PROGRESS, Map.of());
    rows.forEach(
        row -> next.put(row.get("place").toString(), ((Number) row.get("next")).longValue()));
    return written.entrySet().stream()
        .allMatch(place -> next.getOrDefault(place.getKey(), 0L) > place.getValue());
  }

  private static void pause() throws InterruptedException {
    new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
