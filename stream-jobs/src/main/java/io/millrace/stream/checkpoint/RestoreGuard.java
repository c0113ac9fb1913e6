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
import java.util.stream.Collectors;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to go on from a state that does not fit the tables or the log, where going on would count
 * wrongly and say nothing:
 *
 * <ul>
 *   <li>the tables hold rows of a later checkpoint, or a prefix of the log that the state does not
 *       know: what lies between would be told a second time, under lanes that the first telling
 *       does not know. That happens when checkpoints were deleted, or an old one was put back.
 *   <li>the log ends before what the state has read (it was wiped, or an old copy put back), or
 *       begins after it (spans expired unread).
 * </ul>
 */
public final class RestoreGuard {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreGuard.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The tables that a checkpoint commits, each row with the checkpoint's id as its version. */
  private static final List<Table> VERSIONED =
      List.of(
          Table.SPANS,
          Table.TRACES,
          Table.USAGE_MINUTES,
          Table.TOOL_MINUTES,
          Table.LATENCY_MINUTES,
          Table.LEDGER_MINUTES);

  private static final String NEWEST_VERSION =
      VERSIONED.stream()
          .map(
              table ->
                  "SELECT max(version) AS v FROM %s WHERE gen = {gen:UInt32}"
                      .formatted(table.physicalName()))
          .collect(
              Collectors.joining(" UNION ALL ", "SELECT toString(max(v)) AS newest FROM (", ")"));

  private static final String FURTHEST_OFFSETS =
      "SELECT partition, toString(max(next_offset)) AS next FROM %s WHERE gen = {gen:UInt32} AND topic = {topic:String} GROUP BY partition"
          .formatted(Table.PROGRESS.physicalName());

  private static final String REMEDY =
      ", or have the log read anew (replay.when-state-is-lost), or start with an empty data folder (--data).";

  /** Asks the tables: the one method of the reader that is needed here. */
  @FunctionalInterface
  interface Tables {
    List<Map<String, Object>> query(String sql, Map<String, Object> parameters) throws IOException;
  }

  private final Tables tables;
  private final LogOffsets log;
  private final int generation;

  RestoreGuard(Tables tables, LogOffsets log, int generation) {
    this.tables = tables;
    this.log = log;
    this.generation = generation;
  }

  /**
   * A guard of one generation of the tables.
   *
   * @param generation that the job writes, which need not be the one that the views show
   */
  public static RestoreGuard of(SqlReader reader, LogOffsets log, int generation) {
    return new RestoreGuard(
        (sql, parameters) -> {
          for (Table table : VERSIONED) {
            reader.awaitReplication(table);
          }
          reader.awaitReplication(Table.PROGRESS);
          return reader.query(sql, parameters);
        },
        log,
        generation);
  }

  /**
   * Compares what a checkpoint knew with what tables and log hold.
   *
   * @param restored next offset by partition; empty when the job starts without a checkpoint
   * @param checkpointId the checkpoint's; 0 without one
   * @throws SuppressRestartsException if they do not fit; the job ends, restarting would not help
   * @throws InterruptedException when the task is cancelled while ClickHouse or Kafka is away
   */
  public void check(String topic, Map<Integer, Long> restored, long checkpointId)
      throws IOException, InterruptedException {
    checkVersions(checkpointId);
    checkProgress(topic, restored);
    if (!restored.isEmpty()) {
      checkLog(topic, restored);
    }
  }

  private void checkVersions(long checkpointId) throws IOException, InterruptedException {
    Object newest = ask(NEWEST_VERSION, Map.of("gen", generation)).get(0).get("newest");
    if (Long.parseUnsignedLong(newest.toString()) > checkpointId) {
      throw refusal(
          "the tables hold rows of checkpoint %s, but the job's state is that of checkpoint %d: it would count the difference twice. Put the newest checkpoint back"
              .formatted(newest, checkpointId));
    }
  }

  private void checkProgress(String topic, Map<Integer, Long> restored)
      throws IOException, InterruptedException {
    Map<Integer, Long> stored = new HashMap<>();
    for (Map<String, Object> row :
        ask(FURTHEST_OFFSETS, Map.of("gen", generation, "topic", topic))) {
      stored.put(
          Integer.valueOf(row.get("partition").toString()),
          Long.valueOf(row.get("next").toString()));
    }
    stored.forEach(
        (partition, next) -> {
          long known = restored.getOrDefault(partition, 0L);
          if (known < next) {
            throw refusal(
                "the tables hold %s partition %d up to offset %d, but the job's state only up to %d: it would count the difference twice. Put the newest checkpoint back"
                    .formatted(topic, partition, next, known));
          }
        });
  }

  private void checkLog(String topic, Map<Integer, Long> restored) throws InterruptedException {
    Map<Integer, LogOffsets.Range> ranges = log.of(topic, restored.keySet());
    restored.forEach(
        (partition, next) -> {
          LogOffsets.Range range = ranges.get(partition);
          if (range.end() < next) {
            throw refusal(
                "Kafka holds %s partition %d up to offset %d, but the job has read up to %d: the log was wiped or an old copy was put back, and new spans would pass unread. Put the log back"
                    .formatted(topic, partition, range.end(), next));
          }
          if (range.begin() > next) {
            throw refusal(
                "Kafka holds %s partition %d from offset %d on, but the job has read up to %d only: what lies between expired unread (bridge.topics.raw-retention). Put the log back"
                    .formatted(topic, partition, range.begin(), next));
          }
        });
  }

  private static SuppressRestartsException refusal(String message) {
    return new SuppressRestartsException(new IllegalStateException(message + REMEDY));
  }

  private List<Map<String, Object>> ask(String sql, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return tables.query(sql, parameters);
      } catch (UnavailableException away) {
        LOG.warn("ClickHouse is not available, trying again in {}: {}", PAUSE, away.getMessage());
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }
}
