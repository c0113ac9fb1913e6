// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a sink counts. Alert when {@code committingMillis} grows: ClickHouse is away, and Flink's
 * own job status would go on saying RUNNING (or INITIALIZING).
 */
final class SinkCounters {
  private final Counter insertedRows;
  private final Counter insertRetries;
  private final Counter deadLetteredRows;
  private final AtomicLong committingSinceMillis = new AtomicLong();

  SinkCounters(MetricGroup group) {
    insertedRows = group.counter("insertedRows");
    insertRetries = group.counter("insertRetries");
    deadLetteredRows = group.counter("deadLetteredRows");
    group.<Long, Gauge<Long>>gauge("committingMillis", this::committingMillis);
  }

  void inserted(int rowCount) {
    insertedRows.inc(rowCount);
  }

  void retried() {
    insertRetries.inc();
  }

  void deadLettered() {
    deadLetteredRows.inc();
  }

  void commitStarted() {
    committingSinceMillis.set(System.currentTimeMillis());
  }

  void commitEnded() {
    committingSinceMillis.set(0);
  }

  private long committingMillis() {
    long since = committingSinceMillis.get();
    return since == 0 ? 0 : System.currentTimeMillis() - since;
  }
}
