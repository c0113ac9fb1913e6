// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.load;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetRequest;
import io.millrace.benchmarks.truth.FleetCheck;
import io.millrace.benchmarks.truth.FleetTruth;
import io.millrace.benchmarks.truth.Measure;
import io.millrace.benchmarks.truth.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One fleet, from its first export to the verdict on every view. */
public final class LoadRun {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);
  private static final Duration POLL_EVERY = Duration.ofMillis(250);

  private final Fleet fleet;
  private final FleetSender sender;
  private final Sql sql;
  private final String workspace;
  private final Patience patience;
  private final Consumer<String> progress;
  private Optional<RequestSpool> prepared = Optional.empty();
  private long startNanos;
  private long acknowledgedNanos;
  private long visibleNanos;

  /**
   * How long to wait.
   *
   * @param stalled nothing more becomes visible: then what is there is compared
   * @param settled everything is visible, but a view differs: during a commit two views may differ
   *     by one checkpoint
   */
  public record Patience(Duration stalled, Duration settled) {
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(60), Duration.ofSeconds(10));
  }

  /**
   * What came of it.
   *
   * @param spans that were sent, each counted once
   * @param acknowledgedNanos from the first export to the last acknowledgement, waits for late
   *     spans left out
   * @param visibleNanos from the first export to the last span visible in SQL, likewise
   * @param retries requests that had to be sent again
   * @param answers of every view
   */
  public record Result(
      long spans,
      long acknowledgedNanos,
      long visibleNanos,
      long retries,
      List<FleetCheck.Answer> answers) {
    public Result {
      answers = List.copyOf(answers);
    }

    public boolean right() {
      return answers.stream().allMatch(FleetCheck.Answer::right);
    }
  }

  /**
   * A run into a workspace that has nothing yet.
   *
   * @param progress gets a line every two seconds, and one where a part is done
   */
  public LoadRun(
      Fleet fleet,
      FleetSender sender,
      Sql sql,
      String workspace,
      Patience patience,
      Consumer<String> progress) {
    this.fleet = fleet;
    this.sender = sender;
    this.sql = sql;
    this.workspace = workspace;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Makes the requests that are on time, before the clock starts, in a file of this folder: for a
   * benchmark on the processors that it measures.
   *
   * @throws IOException if the file cannot be written
   */
  public void prepareIn(Path folder) throws IOException {
    progress.accept("making the requests");
    prepared = Optional.of(RequestSpool.of(fleet.onTime(), folder));
  }

  /**
   * Sends all and compares.
   *
   * @throws IOException if a request is refused or not acknowledged, or SQL cannot be asked
   */
  public Result run() throws IOException, InterruptedException {
    sendUntilVisible();
    return verdict();
  }

  /**
   * Compares what was sent with every view.
   *
   * @throws IOException if SQL cannot be asked
   */
  public Result verdict() throws IOException, InterruptedException {
    return new Result(
        sentOnce(), acknowledgedNanos, visibleNanos, sender.retries(), answersWhenSettled());
  }

  /**
   * Sends all, and returns when it is visible or nothing more becomes so.
   *
   * @throws IOException if a request is refused or not acknowledged
   */
  public void sendUntilVisible() throws IOException, InterruptedException {
    try (Ticker ticker = new Ticker()) {
      ticker.start();
      sendAll();
    }
  }

  private void sendAll() throws IOException, InterruptedException {
    sendOnTime();
    if (sentOnce() < truth().total(Measure.SPANS)) {
      progress.accept("all on time are visible; now the late ones");
      send(fleet.late());
    }
  }

  private void sendOnTime() throws IOException, InterruptedException {
    if (prepared.isEmpty()) {
      send(fleet.onTime());
      return;
    }
    try (RequestSpool spool = prepared.get()) {
      send(spool);
    }
  }

  private void send(Iterator<FleetRequest> requests) throws IOException, InterruptedException {
    startNanos = System.nanoTime();
    sender.send(requests);
    acknowledgedNanos += System.nanoTime() - startNanos;
    awaitVisible();
    visibleNanos += System.nanoTime() - startNanos;
  }

  private long sentOnce() {
    return sender.acknowledgedSpans() - truth().total(Measure.DUPLICATE_SPANS);
  }

  /** What is true of the fleet; complete when the run has ended. */
  public FleetTruth truth() {
    return fleet.truth();
  }

  /** Returns when all that was sent is visible, or when nothing more becomes so. */
  private void awaitVisible() throws InterruptedException {
    long visible = -1;
    long stalledNanos = 0;
    while (visible < sentOnce()) {
      long now = visibleSpans();
      if (now > visible) {
        visible = now;
        stalledNanos = System.nanoTime() + patience.stalled().toNanos();
      } else if (System.nanoTime() > stalledNanos) {
        progress.accept(
            "nothing more has become visible for %d s".formatted(patience.stalled().toSeconds()));
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_EVERY.toMillis());
    }
  }

  /** ClickHouse may be away for a while: then nothing more is visible. */
  private long visibleSpans() {
    try {
      return FleetCheck.visibleSpans(sql, workspace);
    } catch (IOException away) {
      progress.accept("ClickHouse does not answer: " + away.getMessage());
      return -1;
    }
  }

  private List<FleetCheck.Answer> answersWhenSettled() throws IOException, InterruptedException {
    FleetCheck check = new FleetCheck(sql, workspace, truth(), sender.unsureSpans());
    long giveUpNanos = System.nanoTime() + patience.settled().toNanos();
    while (true) {
      boolean isLast = System.nanoTime() > giveUpNanos;
      try {
        List<FleetCheck.Answer> answers = check.answers();
        if (isLast || answers.stream().allMatch(FleetCheck.Answer::right)) {
          return answers;
        }
      } catch (IOException away) {
        if (isLast) {
          throw away;
        }
        progress.accept("ClickHouse does not answer: " + away.getMessage());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_EVERY.toMillis());
    }
  }

  /** Says every two seconds how far it is. */
  private final class Ticker implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private ScheduledFuture<?> ticks;
    private long lastSpans;
    private volatile boolean closed;

    void start() {
      long every = PROGRESS_EVERY.toMillis();
      ticks = timer.scheduleAtFixedRate(this::tick, every, every, TimeUnit.MILLISECONDS);
    }

    private void tick() {
      long spans = sender.acknowledgedSpans();
      String line =
          String.format(
              Locale.ROOT,
              "acknowledged %,d spans (%,d/s), visible %,d",
              spans,
              (spans - lastSpans) / PROGRESS_EVERY.toSeconds(),
              Math.max(0, visibleSpans()));
      lastSpans = spans;
      if (!closed) {
        progress.accept(line);
      }
    }

    @Override
    public void close() {
      closed = true;
      ticks.cancel(false);
      timer.shutdownNow();
    }
  }
}
