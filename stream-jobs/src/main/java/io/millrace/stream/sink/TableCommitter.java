// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Inserts the batches of a completed checkpoint: all tables side by side, and only when every one
 * of them is in, progress, so that progress never names a prefix that a view does not show. While
 * ClickHouse is away it waits, which also brakes the source: it is called by the thread that takes
 * the rows.
 */
final class TableCommitter implements AutoCloseable {
  private static final int INSERT_THREADS = 2;

  private final Runnable closeTables;
  private final BatchInserter inserter;
  private final SinkCounters counters;
  private final ExecutorService threads = Executors.newFixedThreadPool(INSERT_THREADS);

  TableCommitter(Runnable closeTables, BatchInserter inserter, SinkCounters counters) {
    this.closeTables = closeTables;
    this.inserter = inserter;
    this.counters = counters;
  }

  /**
   * Returns when every row is in its table or among the dead letters.
   *
   * @throws IOException if a batch is none
   * @throws InterruptedException when the task is cancelled
   */
  void commit(List<FrozenBatch> batches) throws IOException, InterruptedException {
    counters.commitStarted();
    insertTogether(batches.stream().filter(batch -> !batch.last()).toList());
    insertTogether(batches.stream().filter(FrozenBatch::last).toList());
    counters.commitEnded();
  }

  private void insertTogether(List<FrozenBatch> batches) throws IOException, InterruptedException {
    List<Future<?>> inserts = new ArrayList<>();
    for (FrozenBatch batch : batches) {
      inserts.add(
          threads.submit(
              () -> {
                inserter.insert(batch.thaw());
                return null;
              }));
    }
    for (Future<?> insert : inserts) {
      try {
        insert.get();
      } catch (ExecutionException e) {
        throw new IOException("a commit to ClickHouse failed", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    closeTables.run();
  }
}
