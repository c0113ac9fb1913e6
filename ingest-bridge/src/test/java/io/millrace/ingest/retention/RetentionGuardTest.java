// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.ingest.config.RetentionConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.junit.jupiter.api.Test;

class RetentionGuardTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final UnreadLog.Retention FOR_EVER = new UnreadLog.Retention(-1, -1);
  private static final UnreadLog.Retention A_DAY = new UnreadLog.Retention(DAY_MILLIS, -1);
  private static final UnreadLog.Retention A_THOUSAND_BYTES = new UnreadLog.Retention(-1, 1_000);

  private final FakeBrokers brokers = new FakeBrokers();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RetentionGuard guard =
      new RetentionGuard(
          brokers,
          new RetentionConfig(50, 1_000, Duration.ofMinutes(10)),
          Clock.fixed(NOW, ZoneOffset.UTC),
          new RetentionMetrics(metrics));

  /** Answers as it is told. */
  private static final class FakeBrokers implements BrokerSurvey {
    List<UnreadLog> logs = List.of();
    List<DiskSpace> disks = List.of();
    RuntimeException failure;
    Instant asked;

    @Override
    public List<UnreadLog> unread(int maxUnreadPercent, Instant now) throws ExecutionException {
      failIfTold();
      asked = now;
      return logs;
    }

    @Override
    public List<DiskSpace> disks() throws ExecutionException {
      failIfTold();
      return disks;
    }

    private void failIfTold() throws ExecutionException {
      if (failure != null) {
        throw new ExecutionException(failure);
      }
    }
  }

  @Test
  void nothingUnread_isNoObstacle() {
    brokers.logs = List.of(log(0, 500, 500, 500, 900, A_DAY), log(0, 0, -1, 0, 0, A_DAY));
    brokers.disks = List.of(new DiskSpace(1, "/log", 1_000));

    guard.check();

    assertThat(guard.obstacle()).isEmpty();
    assertThat(brokers.asked).isEqualTo(NOW);
    assertThat(gauge("millrace.bridge.disk.usable.bytes")).isEqualTo(1_000);
  }

  @Test
  void unreadRecordOlderThanItsShareOfTheRetention_isAnObstacleUntilItIsRead() {
    brokers.logs = List.of(log(100, 500, 250, 251, 900, A_DAY));
    guard.check();
    assertThat(guard.obstacle().orElseThrow())
        .contains(
            "250 records of otlp.spans.v1-0 are unread", "bridge.retention.max-unread-percent");
    assertThat(refusing("lag")).isEqualTo(1);
    assertThat(gauge("millrace.bridge.unread.records")).isEqualTo(250);

    brokers.logs = List.of(log(100, 500, 251, 251, 900, A_DAY));
    guard.check();

    assertThat(guard.obstacle()).isEmpty();
    assertThat(refusing("lag")).isZero();
  }

  @Test
  void jobThatNeverRan_hasReadNothing() {
    brokers.logs = List.of(log(0, 10, UnreadLog.NOT_READ, 1, 900, A_DAY));

    guard.check();

    assertThat(guard.obstacle()).isPresent();
  }

  @Test
  void topicKeptForEver_neverMakesAnObstacleOfAge() {
    brokers.logs = List.of(log(0, 10, UnreadLog.NOT_READ, 1, 900, FOR_EVER));

    guard.check();

    assertThat(guard.obstacle()).isEmpty();
  }

  @Test
  void unreadBytesBeyondTheirShareOfTheTopic_areAnObstacle() {
    brokers.logs = List.of(log(0, 100, 50, 50, 1_000, A_THOUSAND_BYTES));
    guard.check();
    assertThat(guard.obstacle()).isEmpty();

    brokers.logs = List.of(log(0, 100, 49, 49, 1_000, A_THOUSAND_BYTES));
    guard.check();

    assertThat(guard.obstacle()).isPresent();
  }

  @Test
  void recordsThatExpiredUnread_areCounted() {
    brokers.logs = List.of(log(300, 500, 250, 300, 900, A_DAY));

    guard.check();

    assertThat(gauge("millrace.bridge.lost.records")).isEqualTo(50);
  }

  @Test
  void diskNearlyFull_isAnObstacleUntilItIsNot() {
    brokers.disks = List.of(new DiskSpace(1, "/a", 5_000), new DiskSpace(2, "/b", 999));
    guard.check();
    assertThat(guard.obstacle().orElseThrow())
        .contains("broker 2", "999 bytes", "bridge.retention.min-free-disk-bytes");
    assertThat(refusing("disk")).isEqualTo(1);

    brokers.disks = List.of(new DiskSpace(1, "/a", 5_000), new DiskSpace(2, "/b", 1_000));
    guard.check();

    assertThat(guard.obstacle()).isEmpty();
  }

  @Test
  void brokersThatDoNotAnswer_leaveWhatWasKnown() {
    brokers.logs = List.of(log(100, 500, 250, 251, 900, A_DAY));
    guard.check();

    brokers.failure = new ClusterAuthorizationException("not for you");
    guard.check();

    assertThat(guard.obstacle()).isPresent();
    assertThat(metrics.get("millrace.bridge.retention.unanswered").counter().count()).isEqualTo(2);
  }

  @Test
  void brokersThatDoNotTellOfDisks_areNoObstacle() {
    guard.check();

    assertThat(guard.obstacle()).isEmpty();
    assertThat(gauge("millrace.bridge.disk.usable.bytes")).isNaN();
  }

  private static UnreadLog log(
      long begin, long end, long read, long due, long bytes, UnreadLog.Retention retention) {
    return new UnreadLog("otlp.spans.v1-0", begin, end, read, due, bytes, retention);
  }

  private double gauge(String name) {
    return metrics.get(name).gauge().value();
  }

  private double refusing(String reason) {
    return metrics.get("millrace.bridge.refusing").tag("reason", reason).gauge().value();
  }
}
