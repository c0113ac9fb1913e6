// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the guard sees.
 *
 * <ul>
 *   <li>{@code millrace_bridge_refusing{reason}}: 1 while requests are answered 503 because of the
 *       job's {@code lag} or a {@code disk}. Alert on it.
 *   <li>{@code millrace_bridge_unread_records}: acknowledged, and not yet in a checkpoint of the
 *       job.
 *   <li>{@code millrace_bridge_lost_records}: expired before the job has read them. Page on it:
 *       must stay 0.
 *   <li>{@code millrace_bridge_disk_usable_bytes}: of the fullest log directory; NaN where brokers
 *       do not tell.
 *   <li>{@code millrace_bridge_retention_unanswered_total}: checks that brokers did not answer.
 * </ul>
 */
final class RetentionMetrics {
  private static final long UNKNOWN = -1;

  private final AtomicLong lag = new AtomicLong();
  private final AtomicLong disk = new AtomicLong();
  private final AtomicLong unreadRecords = new AtomicLong();
  private final AtomicLong lostRecords = new AtomicLong();
  private final AtomicLong usableBytes = new AtomicLong(UNKNOWN);
  private final Counter unanswered;

  RetentionMetrics(MeterRegistry registry) {
    refusing(registry, "lag", lag);
    refusing(registry, "disk", disk);
    Gauge.builder("millrace.bridge.unread.records", unreadRecords, AtomicLong::get)
        .description("Acknowledged, not yet in a checkpoint of the job")
        .register(registry);
    Gauge.builder("millrace.bridge.lost.records", lostRecords, AtomicLong::get)
        .description("Expired before the job has read them")
        .register(registry);
    Gauge.builder("millrace.bridge.disk.usable.bytes", usableBytes, RetentionMetrics::known)
        .description("Of the fullest log directory of a broker")
        .register(registry);
    unanswered = registry.counter("millrace.bridge.retention.unanswered");
  }

  void refusing(boolean forLag, boolean forDisk) {
    lag.set(forLag ? 1 : 0);
    disk.set(forDisk ? 1 : 0);
  }

  void unread(List<UnreadLog> logs) {
    unreadRecords.set(logs.stream().mapToLong(UnreadLog::unreadRecords).sum());
    lostRecords.set(logs.stream().mapToLong(UnreadLog::lostRecords).sum());
  }

  void disks(List<DiskSpace> disks) {
    usableBytes.set(disks.stream().mapToLong(DiskSpace::usableBytes).min().orElse(UNKNOWN));
  }

  void unanswered() {
    unanswered.increment();
  }

  private static void refusing(MeterRegistry registry, String reason, AtomicLong value) {
    Gauge.builder("millrace.bridge.refusing", value, AtomicLong::get)
        .description("1 while requests are answered 503 for this reason")
        .tag("reason", reason)
        .register(registry);
  }

  private static double known(AtomicLong bytes) {
    return bytes.get() == UNKNOWN ? Double.NaN : bytes.get();
  }
}
