// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.checkpoint;

import io.millrace.sql.SqlReader;
import io.millrace.sql.UnavailableException;
import io.millrace.sql.table.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to go on from a state that is older than the tables: what lies between would be told a
 * second time, under lanes that the first telling does not know. That happens when checkpoints were
 * deleted, or an old one was put back.
 */
public final class RestoreGuard {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreGuard.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final SqlReader tables;

  /** Asks the view {@code progress}. */
  public RestoreGuard(SqlReader tables) {
    this.tables = tables;
  }

  /**
   * Compares what a checkpoint knew with what the tables hold.
   *
   * @param restored next offset by partition; empty when the job starts without a checkpoint
   * @throws SuppressRestartsException if the tables are ahead; the job ends, restarting would not
   *     help
   * @throws InterruptedException when the task is cancelled while ClickHouse is away
   */
  public void check(String topic, Map<Integer, Long> restored)
      throws IOException, InterruptedException {
    Map<Integer, Long> stored = stored(topic);
    for (Map.Entry<Integer, Long> progress : stored.entrySet()) {
      long known = restored.getOrDefault(progress.getKey(), 0L);
      if (known < progress.getValue()) {
        throw new SuppressRestartsException(
            new IllegalStateException(
                "the tables hold "
                    + topic
                    + " partition "
                    + progress.getKey()
                    + " up to offset "
                    + progress.getValue()
                    + ", but the job's state only up to "
                    + known
                    + ": it would count the difference twice. Put the newest checkpoint back, or start with an"
                    + " empty data folder (--data)."));
      }
    }
  }

  private Map<Integer, Long> stored(String topic) throws IOException, InterruptedException {
    while (true) {
      try {
        return read(topic);
      } catch (UnavailableException away) {
        LOG.warn("ClickHouse is not available, trying again in {}: {}", PAUSE, away.getMessage());
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  private Map<Integer, Long> read(String topic) throws IOException {
    tables.awaitReplication(Table.PROGRESS);
    List<Map<String, Object>> rows =
        tables.query(
            "SELECT partition, toString(next_offset) AS next FROM progress WHERE topic = {topic:String}",
            Map.of("topic", topic));
    Map<Integer, Long> stored = new HashMap<>();
    for (Map<String, Object> row : rows) {
      stored.put(
          Integer.parseInt(row.get("partition").toString()),
          Long.parseLong(row.get("next").toString()));
    }
    return stored;
  }
}
