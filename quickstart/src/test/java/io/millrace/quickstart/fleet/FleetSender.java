// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends export requests as an agent's exporter does, and repeats each until it is acknowledged. */
public final class FleetSender {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A killed pipeline or broker is back long before. */
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMinutes(2);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI traces;
  private final String workspace;
  private final AtomicInteger acknowledged = new AtomicInteger();

  /** Sends to this bridge, under this workspace. */
  public FleetSender(URI bridge, String workspace) {
    this.traces = bridge.resolve("/v1/traces");
    this.workspace = workspace;
  }

  /** How many requests have been acknowledged so far. */
  public int acknowledged() {
    return acknowledged.get();
  }

  /** Returns when every request has been acknowledged; fails if one is not within the deadline. */
  public void send(List<byte[]> requests) {
    for (byte[] request : requests) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .atMost(ACKNOWLEDGED_WITHIN)
          .until(() -> isAcknowledged(request));
      acknowledged.incrementAndGet();
    }
  }

  private boolean isAcknowledged(byte[] body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(traces)
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/x-protobuf")
            .header("x-mlflow-workspace", workspace)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200 && status != 429 && status != 503) {
        throw new AssertionError("the bridge answered " + status);
      }
      return status == 200;
    } catch (IOException bridgeIsAway) {
      return false;
    }
  }
}
