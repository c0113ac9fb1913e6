// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.ingest.otlp.Rejections;
import io.millrace.ingest.otlp.Signal;
import java.time.Duration;
import java.util.Locale;

/**
 * What a bridge counts of its life. An <em>item</em> is one occurrence of a span, log record or
 * metric in a request that could be read and was admitted; a repeated request counts again.
 *
 * <pre>
 * received = published + rejected     per signal, once no request is open
 * </pre>
 *
 * <ul>
 *   <li>{@code millrace_bridge_items_received_total}: items found in requests.
 *   <li>{@code millrace_bridge_items_published_total}: items of records that Kafka acknowledged
 *       (acks=all). Some may belong to requests answered 503, whose other records failed: the
 *       repeat doubles them in the topic, and the stream job drops the doubles.
 *   <li>{@code millrace_bridge_items_rejected_total}: the others, by reason: invalid ids and size
 *       (told in partial_success), {@code unavailable} (Kafka did not acknowledge in time; it may
 *       still have stored them, so this is an upper bound).
 * </ul>
 *
 * <p>Alert when {@code rejected{reason="unavailable"}} grows: clients are repeating, and will drop
 * data when their patience ends. Growth of the other reasons is a client's fault.
 *
 * <p>{@code millrace_bridge_requests_seconds} times every answered request by signal, transport and
 * outcome; a gRPC call that is refused before its message is complete takes no time. {@code
 * millrace_bridge_in_flight_bytes} is the memory that open requests hold, {@code
 * millrace_bridge_connections} how many connections are open.
 */
public final class BridgeMetrics {
  private static final String UNAVAILABLE = "unavailable";

  private final MeterRegistry registry;

  public BridgeMetrics(MeterRegistry registry, Admission admission) {
    this.registry = registry;
    Gauge.builder("millrace.bridge.in.flight.bytes", admission, Admission::inFlightBytes)
        .description("Memory that open requests hold")
        .strongReference(true)
        .register(registry);
    for (Signal signal : Signal.values()) {
      received(signal, 0);
      published(signal, 0);
      rejected(signal, UNAVAILABLE, 0);
      for (Rejections.Reason reason : Rejections.Reason.values()) {
        rejected(signal, reason.label(), 0);
      }
    }
  }

  void received(Signal signal, int items) {
    count("millrace.bridge.items.received", items, "signal", signal.label());
  }

  void published(Signal signal, int items) {
    count("millrace.bridge.items.published", items, "signal", signal.label());
  }

  void unavailable(Signal signal, int items) {
    rejected(signal, UNAVAILABLE, items);
  }

  void rejected(Signal signal, Rejections rejections) {
    rejections.itemCounts().forEach((reason, items) -> rejected(signal, reason.label(), items));
  }

  /**
   * Counts and times an answer.
   *
   * @param transport http or grpc
   * @param refusal null = the request was taken, if only partly
   */
  public void answered(Signal signal, String transport, RefusalKind refusal, Duration took) {
    String outcome = refusal == null ? "accepted" : refusal.name().toLowerCase(Locale.ROOT);
    Timer.builder("millrace.bridge.requests")
        .description("Requests from their first byte to their answer")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .tags("signal", signal.label(), "transport", transport, "outcome", outcome)
        .register(registry)
        .record(took);
  }

  private void rejected(Signal signal, String reason, int items) {
    count("millrace.bridge.items.rejected", items, "signal", signal.label(), "reason", reason);
  }

  private void count(String name, int items, String... tags) {
    registry.counter(name, tags).increment(items);
  }
}
