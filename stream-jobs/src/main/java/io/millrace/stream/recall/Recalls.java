// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.recall;

import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.TraceKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Loads traces back while the operator goes on: a thread of its own asks the archive for all that
 * is wanted at the moment, and arrivals wait here, in their order, until their trace is there.
 * Nothing of it is state: the operator awaits all before it lets a barrier pass. Used by the
 * operator's thread.
 */
public final class Recalls implements AutoCloseable {
  /**
   * A trace that is back.
   *
   * @param arrivals for it, in the order in which they came
   */
  public record Recalled(String key, RecalledTrace trace, List<SpanArrival> arrivals) {}

  /**
   * What the thread found.
   *
   * @param failure null unless it died of one
   */
  private record Found(String key, RecalledTrace trace, RuntimeException failure) {}

  private final Map<String, List<SpanArrival>> waiting = new HashMap<>();
  private final BlockingQueue<Found> found = new LinkedBlockingQueue<>();
  private final ArchiveReader reader;
  private final Thread thread;
  private final Counter recalledTraces;
  private int waitingSpans;

  /** Starts the thread, which opens the archive when it is first needed. */
  public Recalls(TraceArchive.Factory archive, MetricGroup metrics) {
    recalledTraces = metrics.counter("recalledTraces");
    reader =
        new ArchiveReader(
            archive,
            metrics.counter("recallReads"),
            metrics.counter("recallRetries"),
            (key, trace) -> found.add(new Found(key, trace, null)));
    metrics.<Long, Gauge<Long>>gauge("recallingMillis", reader::waitingMillis);
    thread = new Thread(this::run, "trace-recall");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether arrivals for this key wait for its trace. */
  public boolean isWaiting(String key) {
    return !waiting.isEmpty() && waiting.containsKey(key);
  }

  public boolean isAnyWaiting() {
    return !waiting.isEmpty();
  }

  public int waitingSpans() {
    return waitingSpans;
  }

  /** Has an arrival wait; the first one of a key has its trace loaded. */
  public void add(String key, long toldVersion, SpanArrival arrival) {
    List<SpanArrival> arrivals = waiting.get(key);
    if (arrivals == null) {
      arrivals = new ArrayList<>();
      waiting.put(key, arrivals);
      reader.want(TraceKey.parse(key), toldVersion);
    }
    arrivals.add(arrival);
    waitingSpans++;
  }

  /** Has a further arrival wait. */
  public void addFurther(String key, SpanArrival arrival) {
    waiting.get(key).add(arrival);
    waitingSpans++;
  }

  /** Whether {@link #take} would not block. */
  public boolean isAnyBack() {
    return !found.isEmpty();
  }

  /** The next trace that is back; waits for it. One must be wanted. */
  public Recalled take() throws InterruptedException, IOException {
    Found next = found.take();
    if (next.failure() != null) {
      throw new IOException("loading a trace back failed", next.failure());
    }
    List<SpanArrival> arrivals = waiting.remove(next.key());
    waitingSpans -= arrivals.size();
    recalledTraces.inc();
    return new Recalled(next.key(), next.trace(), arrivals);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try (reader) {
      reader.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      found.add(new Found("", null, e));
    }
  }
}
