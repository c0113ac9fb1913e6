// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.recall;

import io.millrace.stream.state.TraceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the archive for all traces that are wanted at the moment, and again, after a pause, for
 * those that were not there: ClickHouse may be away, and what was told last may still be on its way
 * to the tables.
 */
final class ArchiveReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveReader.class);

  /** Bounds a query's text and answer. */
  private static final int MAX_TRACES_PER_READ = 256;

  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private record Wanted(TraceKey key, long toldVersion) {}

  private final TraceArchive.Factory factory;
  private final Counter reads;
  private final Counter retries;
  private final BiConsumer<String, RecalledTrace> back;
  private final BlockingQueue<Wanted> wanted = new LinkedBlockingQueue<>();
  private final AtomicLong waitingSinceMillis = new AtomicLong();
  private final Map<TraceKey, Long> asked = new HashMap<>();
  private TraceArchive archive;

  ArchiveReader(
      TraceArchive.Factory factory,
      Counter reads,
      Counter retries,
      BiConsumer<String, RecalledTrace> back) {
    this.factory = factory;
    this.reads = reads;
    this.retries = retries;
    this.back = back;
  }

  /** For any thread. */
  void want(TraceKey key, long toldVersion) {
    wanted.add(new Wanted(key, toldVersion));
  }

  /** How long something that was asked for has not been there; alert when it grows. */
  long waitingMillis() {
    long since = waitingSinceMillis.get();
    return since == 0 ? 0 : System.currentTimeMillis() - since;
  }

  /** Runs until it is interrupted. */
  void run() throws InterruptedException {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    while (true) {
      askForMore();
      if (read()) {
        pauseMillis = FIRST_PAUSE_MILLIS;
      } else {
        Thread.sleep(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    if (archive != null) {
      archive.close();
    }
  }

  private void askForMore() throws InterruptedException {
    List<Wanted> more = new ArrayList<>();
    if (asked.isEmpty()) {
      waitingSinceMillis.set(0);
      more.add(wanted.take());
      waitingSinceMillis.set(System.currentTimeMillis());
    }
    wanted.drainTo(more, MAX_TRACES_PER_READ - asked.size() - more.size());
    more.forEach(one -> asked.put(one.key(), one.toldVersion()));
  }

  /** Returns whether anything came back. */
  private boolean read() {
    if (archive == null) {
      archive = factory.open();
    }
    reads.inc();
    try {
      Map<TraceKey, RecalledTrace> found = archive.read(Map.copyOf(asked));
      asked.keySet().removeAll(found.keySet());
      found.forEach((key, trace) -> back.accept(key.text(), trace));
      if (!found.isEmpty()) {
        return true;
      }
      LOG.info("{} traces to load back are not committed yet, trying again", asked.size());
    } catch (IOException away) {
      LOG.warn("ClickHouse does not give traces back, trying again: {}", away.getMessage());
    }
    retries.inc();
    return false;
  }
}
