// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.RefusedException;
import io.millrace.sql.UnavailableException;
import io.millrace.sql.row.DeadLetterRow;
import io.millrace.sql.table.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts a batch for good: while ClickHouse is away it tries again, for ever, with a growing
 * pause; a batch that is refused is halved until the rows that are at fault stand alone, and these,
 * if they are refused again, become dead letters. Nothing is dropped.
 */
final class BatchInserter {
  private static final Logger LOG = LoggerFactory.getLogger(BatchInserter.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int REFUSALS_BELIEVED = 3;

  /** Where ClickHouse takes rows: the one method of the table writer that is needed here. */
  interface Inserts {
    void insert(String insertStatement, ByteBuffer rows)
        throws RefusedException, UnavailableException, InterruptedException;
  }

  private final Inserts inserts;
  private final int generation;
  private final SinkCounters counters;

  BatchInserter(Inserts inserts, int generation, SinkCounters counters) {
    this.inserts = inserts;
    this.generation = generation;
    this.counters = counters;
  }

  /**
   * Returns when every row of the batch is in its table or among the dead letters.
   *
   * @throws InterruptedException when the task is cancelled
   */
  void insert(TableBatch batch) throws InterruptedException {
    try {
      insertOrWait(batch);
      counters.inserted(batch.rowCount());
    } catch (RefusedException refused) {
      bisect(batch, refused);
    }
  }

  private void bisect(TableBatch batch, RefusedException refused) throws InterruptedException {
    if (batch.rowCount() == 1) {
      insertAlone(batch, refused);
      return;
    }
    int middle = batch.rowCount() / 2;
    insert(batch.slice(0, middle));
    insert(batch.slice(middle, batch.rowCount()));
  }

  /**
   * A body that was cut off on its way is refused in the words for a malformed one: what a dead
   * letter would lose from the views is tried a few times more.
   */
  private void insertAlone(TableBatch row, RefusedException refused) throws InterruptedException {
    RefusedException last = refused;
    for (int refusals = 1; refusals < REFUSALS_BELIEVED; refusals++) {
      Thread.sleep(FIRST_PAUSE.toMillis());
      try {
        insertOrWait(row);
        counters.inserted(row.rowCount());
        return;
      } catch (RefusedException again) {
        last = again;
      }
    }
    LOG.error("ClickHouse refuses a row for good: {}; kept in dead_letters", last.getMessage());
    insertDeadLetter(row, last);
    counters.deadLettered();
  }

  private void insertDeadLetter(TableBatch row, RefusedException refused)
      throws InterruptedException {
    byte[] bytes = new byte[row.rows().remaining()];
    row.rows().duplicate().get(bytes);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    crc.update(row.insertStatement().getBytes(StandardCharsets.UTF_8));
    // no offset is known of a row: its checksum is its key, so that a repeated commit finds the
    // same dead letter
    DeadLetterRow letter =
        new DeadLetterRow(
            generation,
            System.currentTimeMillis() * 1_000_000,
            "",
            row.insertStatement().split("[ (]", 4)[2],
            -1,
            crc.getValue(),
            -1,
            refused.getMessage(),
            bytes,
            1);
    byte[] encoded = Table.DEAD_LETTERS.encode(letter);
    try {
      insertOrWait(
          new TableBatch(
              Table.DEAD_LETTERS.insertStatement(),
              ByteBuffer.wrap(encoded),
              new int[] {encoded.length},
              false));
    } catch (RefusedException again) {
      throw new IllegalStateException("ClickHouse refuses even the dead letter of a row", again);
    }
  }

  private void insertOrWait(TableBatch batch) throws RefusedException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        inserts.insert(batch.insertStatement(), batch.rows());
        return;
      } catch (UnavailableException away) {
        counters.retried();
        LOG.warn("ClickHouse is not available, trying again in {}: {}", pause, away.getMessage());
        Thread.sleep(pause.toMillis());
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
