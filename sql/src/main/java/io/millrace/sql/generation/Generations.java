// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.generation;

import io.millrace.sql.SqlReader;
import io.millrace.sql.table.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Generations as the tables know them. What is decided is decided by one insert each, so that
 * nothing is ever half decided, whoever dies.
 */
public final class Generations implements GenerationStore {
  private static final String STATES =
      "SELECT gen, state, reason, from_what_is_left AS from_left FROM generation_states ORDER BY gen";

  /** Of a new generation, its number above all there ever were; none while one is on its way. */
  private static final String REQUEST =
      """
      INSERT INTO generation_changes (gen, state, from_what_is_left)
      SELECT (SELECT max(gen) FROM generation_states) + 1, 'replaying', {left:UInt8}
      WHERE (SELECT count() FROM generation_states WHERE state = 'replaying') = 0
      """;

  private static final String CHANGE =
      "INSERT INTO generation_changes (gen, state, reason) SELECT {gen:UInt32}, {state:String}, {reason:String}";

  /** As the view progress, of two generations. */
  private static final String OFFSETS =
      """
      SELECT topic, partition, maxIf(next, gen = {from:UInt32}) AS shown, maxIf(next, gen = {to:UInt32}) AS replayed
      FROM
      (
          SELECT gen, topic, partition, argMax(epoch_offset, (epoch, epoch_offset)) AS next
          FROM
          (
              SELECT gen, topic, partition, epoch, min(r.next_offset) AS epoch_offset
              FROM progress_rows AS r FINAL
              WHERE gen IN ({from:UInt32}, {to:UInt32})
              GROUP BY gen, topic, partition, epoch, parallelism
              HAVING count() = parallelism
          )
          GROUP BY gen, topic, partition
      )
      GROUP BY topic, partition
      """;

  /**
   * Not by workspace: a newer version may be able to read whose a record is that an older one could
   * not.
   */
  private static final String LACKING =
      """
      SELECT minute
      FROM ledger_minutes FINAL
      WHERE gen IN ({from:UInt32}, {to:UInt32})
      GROUP BY minute, signal
      HAVING sumIf(published, gen = {to:UInt32}) < sumIf(published, gen = {from:UInt32})
      """;

  private static final String BEHIND =
      "SELECT sum(shown - replayed) FROM (" + OFFSETS + ") WHERE replayed < shown";

  private static final String STANDING =
      "SELECT toInt64((%s)) AS behind, toInt64((SELECT count() FROM (%s))) AS lacking"
          .formatted(BEHIND, LACKING);

  private static final String TAKE_OVER =
      """
      INSERT INTO generations (gen)
      SELECT {to:UInt32}
      WHERE (SELECT gen FROM current_generation) = {from:UInt32}
          AND (SELECT state FROM generation_states WHERE gen = {to:UInt32}) = 'replaying'
          AND (%s) = 0
          AND ({left:UInt8} OR (SELECT count() FROM (%s)) = 0)
      """
          .formatted(BEHIND, LACKING);

  private static final String RECORDS =
      """
      SELECT toInt64(sum(replayed)) AS records FROM (%s)
      """
          .formatted(OFFSETS);

  /** The grace of a superseded one counts from when the next took its place. */
  private static final String DROPPABLE =
      """
      SELECT DISTINCT toUInt32(partition) AS gen
      FROM system.parts
      WHERE database = currentDatabase() AND active AND table IN (%s)
          AND (gen IN (SELECT gen FROM generation_states WHERE state IN ('abandoned', 'dropped'))
              OR gen IN
              (
                  SELECT g.gen FROM generation_states AS g
                  WHERE g.state = 'superseded'
                      AND (SELECT max(switched_time) FROM generations) <= now64(9) - INTERVAL {grace:UInt64} SECOND
              ))
      ORDER BY gen
      """
          .formatted(
              Arrays.stream(Table.values())
                  .map(table -> "'" + table.physicalName() + "'")
                  .collect(Collectors.joining(", ")));

  private final SqlReader tables;

  /**
   * Generations of these tables.
   *
   * @param tables by an account that may write
   */
  public Generations(SqlReader tables) {
    this.tables = tables;
  }

  @Override
  public List<GenerationState> states() throws IOException {
    List<GenerationState> states = new ArrayList<>();
    for (Map<String, Object> row : tables.query(STATES, Map.of())) {
      states.add(
          new GenerationState(
              ((Number) row.get("gen")).intValue(),
              GenerationState.State.valueOf(row.get("state").toString().toUpperCase(Locale.ROOT)),
              row.get("reason").toString(),
              Boolean.parseBoolean(row.get("from_left").toString())));
    }
    return states;
  }

  /** The one that the views show. */
  public int current() throws IOException {
    return states().stream()
        .filter(state -> state.state() == GenerationState.State.CURRENT)
        .mapToInt(GenerationState::generation)
        .findFirst()
        .orElseThrow(
            () -> new IOException("the table generations is empty: no generation is current"));
  }

  /** The one that is on its way. */
  public Optional<GenerationState> replaying() throws IOException {
    return states().stream()
        .filter(state -> state.state() == GenerationState.State.REPLAYING)
        .findFirst();
  }

  @Override
  public GenerationState request(boolean fromWhatIsLeft) throws IOException {
    tables.awaitReplication("generations");
    tables.awaitReplication("generation_changes");
    tables.execute(REQUEST, Map.of("left", fromWhatIsLeft ? 1 : 0));
    return replaying()
        .orElseThrow(() -> new IOException("the replay that was asked for has ended already"));
  }

  @Override
  public ReplayStanding standing(int current, int replayed) throws IOException {
    Map<String, Object> row =
        tables.query(STANDING, Map.of("from", current, "to", replayed)).get(0);
    return new ReplayStanding(number(row, "behind"), number(row, "lacking"));
  }

  /** How many records of all topics a generation holds. */
  public long records(int generation) throws IOException {
    return number(
        tables.query(RECORDS, Map.of("from", generation, "to", generation)).get(0), "records");
  }

  @Override
  public boolean takeOver(int current, GenerationState replay) throws IOException {
    tables.execute(
        TAKE_OVER,
        Map.of(
            "from", current, "to", replay.generation(), "left", replay.fromWhatIsLeft() ? 1 : 0));
    return current() == replay.generation();
  }

  @Override
  public void abandon(int generation, String reason) throws IOException {
    change(generation, "abandoned", reason);
  }

  @Override
  public List<Integer> droppable(Duration grace) throws IOException {
    return tables.query(DROPPABLE, Map.of("grace", grace.toSeconds())).stream()
        .map(row -> ((Number) row.get("gen")).intValue())
        .toList();
  }

  /** Ends the grace of a superseded generation. */
  public void release(int generation) throws IOException {
    change(generation, "dropped", "");
  }

  @Override
  public void drop(int generation) throws IOException {
    if (generation == current()) {
      throw new IllegalArgumentException("generation " + generation + " is what the views show");
    }
    for (Table table : Table.values()) {
      drop(table.physicalName(), generation);
    }
    drop(Table.TRACES_BY_ARRIVAL, generation);
    change(generation, "dropped", "");
  }

  /** The server's bound is against mistakes by hand. */
  private void drop(String table, int generation) throws IOException {
    tables.execute(
        "ALTER TABLE %s DROP PARTITION %d SETTINGS max_partition_size_to_drop = 0"
            .formatted(table, generation),
        Map.of());
  }

  private void change(int generation, String state, String reason) throws IOException {
    tables.execute(CHANGE, Map.of("gen", generation, "state", state, "reason", reason));
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }
}
