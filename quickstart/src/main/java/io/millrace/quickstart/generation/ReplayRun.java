// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.generation;

import io.millrace.sql.UnavailableException;
import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.GenerationState.State;
import io.millrace.sql.generation.Generations;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A replay as one who asked for it sees it; the {@link GenerationKeeper} does it. */
public final class ReplayRun {
  private static final long LOOK_EVERY_MILLIS = 500;
  private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Generations tables;
  private final Map<String, Object> kafka;
  private final Consumer<String> progress;

  /**
   * Nothing is asked for yet.
   *
   * @param tables by an account that may write
   * @param kafka properties of Kafka's clients, {@code bootstrap.servers} at least
   * @param progress gets a line every two seconds
   */
  public ReplayRun(Generations tables, Map<String, Object> kafka, Consumer<String> progress) {
    this.tables = tables;
    this.kafka = kafka;
    this.progress = progress;
  }

  /**
   * Asks for a replay; the one that is under way is gone on with.
   *
   * @param fromWhatIsLeft whether to do so though the log has lost its beginning
   * @return the generation that it goes into
   * @throws IOException if the log has lost its beginning and this was not said, or Kafka or
   *     ClickHouse does not answer
   */
  public int request(boolean fromWhatIsLeft) throws IOException, InterruptedException {
    LogExtent log = LogExtent.now(kafka);
    if (tables.replaying().isEmpty() && log.lostRecords() > 0 && !fromWhatIsLeft) {
      throw new IOException(
          "the broker has deleted the first %d of %d records: a replay would lose their spans from all views. If you want that, say --from-what-is-left"
              .formatted(log.lostRecords(), log.records()));
    }
    GenerationState replay = tables.request(fromWhatIsLeft);
    progress.accept(
        String.format(
            Locale.ROOT,
            "reading %,d records into generation %d",
            log.records() - log.lostRecords(),
            replay.generation()));
    return replay.generation();
  }

  /**
   * Follows a replay to its end.
   *
   * @return the generation as it is then
   */
  public GenerationState follow(int generation) throws IOException, InterruptedException {
    long lastNanos = System.nanoTime();
    long lastRecords = tables.records(generation);
    while (true) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      try {
        GenerationState now = state(generation);
        if (now.state() != State.REPLAYING) {
          return now;
        }
        long sinceNanos = System.nanoTime() - lastNanos;
        if (sinceNanos >= TELL_EVERY_NANOS) {
          long records = tables.records(generation);
          tell(records, (records - lastRecords) * 1e9 / sinceNanos);
          lastRecords = records;
          lastNanos = System.nanoTime();
        }
      } catch (UnavailableException away) {
        progress.accept("ClickHouse does not answer: " + away.getMessage());
      }
    }
  }

  private void tell(long records, double recordsPerSecond) throws InterruptedException {
    LogExtent log;
    try {
      log = LogExtent.now(kafka);
    } catch (IOException away) {
      progress.accept(away.getMessage());
      return;
    }
    long read = Math.max(0, records - log.lostRecords());
    long all = Math.max(1, log.records() - log.lostRecords());
    progress.accept(
        String.format(
            Locale.ROOT,
            "%,d of %,d records (%d %%), %,.0f/s",
            read,
            all,
            100 * read / all,
            recordsPerSecond));
  }

  private GenerationState state(int generation) throws IOException {
    return tables.states().stream()
        .filter(state -> state.generation() == generation)
        .findFirst()
        .orElseThrow(() -> new IOException("there is no generation " + generation));
  }
}
