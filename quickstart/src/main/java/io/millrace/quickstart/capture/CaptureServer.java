// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.capture;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Takes whatever an agent sends on one loopback port, by HTTP or gRPC, on any path; writes it down;
 * and answers as an OTLP receiver does, or as another one does that it passes it on to.
 */
public final class CaptureServer implements AutoCloseable {
  private static final Duration QUIET_PERIOD = Duration.ofMillis(100);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  private final CaptureFolder folder;
  private final Clock clock;
  private final Optional<WebClient> forward;
  private final Consumer<String> progress;
  private final Server server;

  /**
   * What and where to capture.
   *
   * @param port 0 picks a free one
   * @param maxBodyBytes of one request as it comes; larger ones are answered 413
   * @param forward base address of a receiver that answers in its stead
   */
  public record Options(Path folder, int port, long maxBodyBytes, Optional<URI> forward) {
    public Options {
      if (maxBodyBytes < 1) {
        throw new IllegalArgumentException(
            "maxBodyBytes must be 1 or more, but is " + maxBodyBytes);
      }
    }
  }

  private CaptureServer(
      CaptureFolder folder, Options options, Clock clock, Consumer<String> progress) {
    this.folder = folder;
    this.clock = clock;
    this.progress = progress;
    this.forward = options.forward().map(url -> client(url, options.maxBodyBytes()));
    this.server =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()))
            .maxRequestLength(options.maxBodyBytes())
            .gracefulShutdownTimeout(QUIET_PERIOD, SHUTDOWN_TIMEOUT)
            .serviceUnder(
                "/",
                (context, request) -> HttpResponse.of(request.aggregate().thenApply(this::take)))
            .build();
  }

  private static WebClient client(URI url, long maxBodyBytes) {
    return WebClient.builder(url).maxResponseLength(maxBodyBytes).build();
  }

  /**
   * Starts to listen.
   *
   * @param progress gets a line for each request
   * @throws IOException the folder holds a capture already, or the port is taken
   */
  public static CaptureServer start(Options options, Clock clock, Consumer<String> progress)
      throws IOException {
    CaptureServer capture =
        new CaptureServer(CaptureFolder.open(options.folder()), options, clock, progress);
    try {
      capture.server.start().join();
      return capture;
    } catch (CompletionException e) {
      throw new IOException(
          "port %d cannot be listened on: %s".formatted(options.port(), e.getCause().getMessage()),
          e);
    }
  }

  public int port() {
    return server.activeLocalPort();
  }

  /** How many requests came, by method and path. */
  public Map<String, Integer> requestsByPath() {
    return folder.requestsByPath();
  }

  private HttpResponse take(AggregatedHttpRequest request) {
    RecordedRequest recorded;
    try {
      recorded = RecordedRequest.of(request);
      String name = folder.add(recorded, clock.instant());
      progress.accept(
          "%s %s %s, %d bytes"
              .formatted(name, recorded.method(), recorded.path(), recorded.body().length));
    } catch (IOException e) {
      progress.accept("not recorded: " + request.method() + " " + e.getMessage());
      return HttpResponse.of(HttpStatus.BAD_REQUEST, MediaType.PLAIN_TEXT_UTF_8, e.getMessage());
    }
    return forward
        .map(client -> client.execute(request.toHttpRequest()))
        .orElseGet(() -> Answers.to(recorded));
  }

  /** Stops to listen, and completes the folder. */
  @Override
  public void close() throws IOException {
    server.stop().join();
    folder.close(clock.instant());
  }
}
