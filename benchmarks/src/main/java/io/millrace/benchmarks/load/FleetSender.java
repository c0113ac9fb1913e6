// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.load;

import io.millrace.benchmarks.fleet.FleetRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends export requests over OTLP/HTTP as exporters do, some at a time, and repeats each until it
 * is acknowledged.
 */
public final class FleetSender {
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);
  private static final long PAUSE_MILLIS = 200;
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<URI> bridges;
  private final String workspace;
  private final Options options;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unsure = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();

  /**
   * How to send.
   *
   * @param connections requests at a time, from 1
   * @param spansPerSecond not faster than this; 0 = as fast as they are acknowledged
   * @param patience how long one request is repeated before sending is given up
   */
  public record Options(int connections, long spansPerSecond, Duration patience) {
    public static final Options DEFAULT = new Options(4, 0, Duration.ofMinutes(2));

    public Options {
      if (connections < 1) {
        throw new IllegalArgumentException("connections must be from 1, but is " + connections);
      }
      if (spansPerSecond < 0) {
        throw new IllegalArgumentException(
            "spansPerSecond must not be negative, but is " + spansPerSecond);
      }
    }
  }

  /** Sends to this bridge, under this workspace. */
  public FleetSender(URI bridge, String workspace, Options options) {
    this(List.of(bridge), workspace, options);
  }

  /**
   * Sends to these bridges, under this workspace: each connection to the next of them, and again to
   * the next one when a request is not acknowledged, as through a load balancer.
   */
  public FleetSender(List<URI> bridges, String workspace, Options options) {
    this.bridges = bridges.stream().map(bridge -> bridge.resolve("/v1/traces")).toList();
    this.workspace = workspace;
    this.options = options;
  }

  /** How many spans have been acknowledged so far, each time they were. */
  public long acknowledgedSpans() {
    return acknowledged.get();
  }

  /** Spans of requests that were repeated though the first sending may have arrived. */
  public long unsureSpans() {
    return unsure.get();
  }

  /** How often a request was repeated. */
  public long retries() {
    return retries.get();
  }

  /**
   * Returns when every request has been acknowledged.
   *
   * @throws IOException if one was refused, or not acknowledged in time
   */
  public void send(Iterator<FleetRequest> requests) throws IOException, InterruptedException {
    Pace pace = new Pace(options.spansPerSecond());
    ExecutorService workers = Executors.newFixedThreadPool(options.connections());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < options.connections(); i++) {
        int first = i;
        running.add(workers.submit(() -> sendAll(requests, pace, first)));
      }
      for (Future<?> worker : running) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private Void sendAll(Iterator<FleetRequest> requests, Pace pace, int first)
      throws IOException, InterruptedException {
    for (Optional<FleetRequest> next = next(requests); next.isPresent(); next = next(requests)) {
      pace.await(next.get().spans());
      sendUntilAcknowledged(next.get(), first);
      acknowledged.addAndGet(next.get().spans());
    }
    return null;
  }

  private static Optional<FleetRequest> next(Iterator<FleetRequest> requests) {
    synchronized (requests) {
      return requests.hasNext() ? Optional.of(requests.next()) : Optional.empty();
    }
  }

  private void sendUntilAcknowledged(FleetRequest request, int first)
      throws IOException, InterruptedException {
    long giveUpNanos = System.nanoTime() + options.patience().toNanos();
    for (int attempt = first; ; attempt++) {
      URI bridge = bridges.get(attempt % bridges.size());
      String obstacle;
      long pauseMillis = PAUSE_MILLIS;
      try {
        HttpResponse<byte[]> response =
            client.send(http(request, bridge), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() == 200) {
          requireAllAccepted(response);
          return;
        }
        obstacle = "the bridge answered " + response.statusCode();
        if (!RETRYABLE.contains(response.statusCode())) {
          throw new RefusedByBridgeException(obstacle);
        }
        pauseMillis = retryAfterMillis(response);
      } catch (RefusedByBridgeException e) {
        throw e;
      } catch (IOException bridgeIsAway) {
        obstacle = bridge + " does not answer: " + bridgeIsAway;
      }
      // a 503 too may come after some records of the request were published
      unsure.addAndGet(request.spans());
      retries.incrementAndGet();
      if (System.nanoTime() > giveUpNanos) {
        throw new IOException(
            "not acknowledged within %d s: %s".formatted(options.patience().toSeconds(), obstacle));
      }
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
    }
  }

  private HttpRequest http(FleetRequest request, URI bridge) {
    return HttpRequest.newBuilder(bridge)
        .timeout(ANSWERED_WITHIN)
        .header("content-type", "application/x-protobuf")
        .header("x-mlflow-workspace", workspace)
        .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
        .build();
  }

  private static void requireAllAccepted(HttpResponse<byte[]> response) throws IOException {
    var partial = ExportTraceServiceResponse.parseFrom(response.body()).getPartialSuccess();
    if (partial.getRejectedSpans() > 0) {
      throw new RefusedByBridgeException(
          "the bridge refused %d spans: %s"
              .formatted(partial.getRejectedSpans(), partial.getErrorMessage()));
    }
  }

  private static long retryAfterMillis(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("retry-after")
        .filter(seconds -> seconds.matches("\\d{1,2}"))
        .map(seconds -> TimeUnit.SECONDS.toMillis(Long.parseLong(seconds)))
        .orElse(PAUSE_MILLIS);
  }

  /** A refusal for good: to send it again would not help. */
  private static final class RefusedByBridgeException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedByBridgeException(String message) {
      super(message);
    }
  }
}
