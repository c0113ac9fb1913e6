// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends captured requests again, one after another: the next when the last was answered. A
 * retryable answer is waited out, as an exporter does.
 */
public final class Replay {
  /** After this time of retryable answers to one request, sending is given up. */
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

  private final HttpTransport http;
  private final GrpcTransport grpc;
  private final Consumer<String> progress;

  /**
   * A replay to a receiver.
   *
   * @param httpUrl base of OTLP/HTTP, e.g. http://127.0.0.1:4318
   * @param grpcUrl of OTLP/gRPC, e.g. http://127.0.0.1:4317
   * @param progress gets a line for whatever is not simply accepted
   */
  public Replay(URI httpUrl, URI grpcUrl, Consumer<String> progress) {
    this.http = new HttpTransport(httpUrl);
    this.grpc = new GrpcTransport(grpcUrl);
    this.progress = progress;
  }

  /**
   * What became of a capture.
   *
   * @param acceptedByPath requests accepted, by HTTP path, of MLflow's without ids
   * @param refusedRequests requests refused whole
   * @param refusedItems items refused by partial successes
   * @param skipped captured requests that are not sent again
   */
  public record Result(
      Map<String, Integer> acceptedByPath, int refusedRequests, long refusedItems, int skipped) {

    public Result {
      acceptedByPath = Map.copyOf(acceptedByPath);
    }

    public boolean allAccepted() {
      return refusedRequests == 0 && refusedItems == 0;
    }
  }

  /**
   * Sends a capture.
   *
   * @throws IOException if the receiver cannot be reached, or stays unable to take a request
   */
  public Result send(Capture capture, ReplayPlan plan) throws IOException, InterruptedException {
    capture.skipped().forEach(reason -> progress.accept("skipped " + reason));
    List<CapturedRequest> requests = plan.apply(capture.requests());
    Map<String, Integer> accepted = new TreeMap<>();
    int refusedRequests = 0;
    long refusedItems = 0;
    for (CapturedRequest request : requests) {
      Answer answer = sendUntilDecided(request);
      if (answer.kind() == Answer.Kind.ACCEPTED) {
        accepted.merge(request.endpoint().shownPath(), 1, Integer::sum);
        refusedItems += answer.refusedItems();
      } else {
        refusedRequests++;
        progress.accept("refused " + request.name() + ": " + answer.detail());
      }
    }
    return new Result(accepted, refusedRequests, refusedItems, capture.skipped().size());
  }

  private Answer sendUntilDecided(CapturedRequest request)
      throws IOException, InterruptedException {
    long giveUpNanos = System.nanoTime() + GIVE_UP_AFTER.toNanos();
    while (true) {
      Answer answer = sendOnce(request);
      if (answer.kind() != Answer.Kind.RETRYABLE) {
        return answer;
      }
      if (System.nanoTime() > giveUpNanos) {
        throw new IOException(
            "given up on %s after %d s: %s"
                .formatted(request.name(), GIVE_UP_AFTER.toSeconds(), answer.detail()));
      }
      progress.accept(
          "%s again in %d s: %s"
              .formatted(request.name(), answer.retryAfter().toSeconds(), answer.detail()));
      new CountDownLatch(1).await(answer.retryAfter().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Answer sendOnce(CapturedRequest request) throws IOException, InterruptedException {
    try {
      return request.grpc() ? grpc.send(request) : http.send(request);
    } catch (ConnectException e) {
      throw new IOException("nobody answers there: start one with 'millrace up'", e);
    }
  }
}
