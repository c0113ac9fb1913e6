// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.live;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.stream.StreamWriter;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.streaming.ServerSentEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.http.Problem;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.BadArgumentException;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/live/traces}: an event for each trace as it appears or changes. However many
 * listen, the tables are asked once a second, and not at all when nobody does.
 */
public final class LiveTraces extends AbstractHttpService implements AutoCloseable {
  public static final String PATH = "/api/v1/live/traces";

  private static final Logger LOG = LoggerFactory.getLogger(LiveTraces.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final int maxListeners;
  private final TraceChanges changes;
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "live-traces");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> polling;
  private boolean idle = true;

  /**
   * A service that asks from now on.
   *
   * @param maxListeners query-api.max-live-streams; beyond it 503
   */
  public LiveTraces(QueryReader tables, int maxListeners, MeterRegistry metrics) {
    this.maxListeners = maxListeners;
    changes = new TraceChanges(tables, Clock.systemUTC());
    metrics.gaugeCollectionSize("millrace.api.live.streams", List.of(), listeners);
    polling =
        poller.scheduleWithFixedDelay(
            this::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What it takes, for openapi.yaml. */
  public static List<Parameter> parameters() {
    return Listener.PARAMETERS;
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
    Arguments arguments;
    try {
      arguments = Arguments.read(parameters(), context.pathParams(), context.queryParams());
    } catch (BadArgumentException e) {
      return Problem.badParameter(e.parameter(), e.getMessage()).response();
    }
    if (listeners.size() >= maxListeners) {
      return Problem.unavailable(
              "as many live streams are open as may (query-api.max-live-streams)", null)
          .response();
    }
    context.clearRequestTimeout();
    StreamWriter<ServerSentEvent> events = StreamMessage.streaming();
    Listener listener = new Listener(arguments, events);
    listeners.add(listener);
    CompletableFuture<Boolean> unused =
        events.whenComplete().handle((done, failure) -> listeners.remove(listener));
    return ServerSentEvents.fromPublisher(events);
  }

  private void poll() {
    if (listeners.isEmpty()) {
      idle = true;
      return;
    }
    try {
      if (idle) {
        changes.restart();
        idle = false;
      }
      List<Map<String, Object>> news = changes.next();
      listeners.forEach(listener -> listener.tell(news));
    } catch (IOException e) {
      LOG.warn("live traces: the tables cannot be asked: {}", e.getMessage());
      listeners.forEach(listener -> listener.tell(List.of()));
    } catch (RuntimeException e) {
      LOG.error("live traces: a question failed", e);
    }
  }

  @Override
  public void close() {
    polling.cancel(true);
    poller.shutdownNow();
    listeners.forEach(Listener::close);
  }
}
