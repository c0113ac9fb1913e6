// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.load.LoadRun;
import io.millrace.quickstart.audit.Audit;
import io.millrace.quickstart.chaos.ChaosResult.Strike;
import io.millrace.quickstart.generation.ReplayRun;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.LocalMillrace;
import io.millrace.sql.SqlReader;
import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.Generations;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run on a cluster that has just started. */
public final class ChaosRun {
  private static final Logger log = LoggerFactory.getLogger(ChaosRun.class);
  private static final String WORKSPACE = "chaos";
  private static final double LATE_SHARE = 0.05;
  private static final double DOUBLE_SHARE = 0.1;
  private static final int CONNECTIONS = 4;

  /** What is late is late by up to a day. */
  private static final Duration FLEET_LASTING = Duration.ofHours(24);

  /** All of the fleet's traces have ended by now, no minute is still open. */
  private static final Duration STARTED_AGO = FLEET_LASTING.plusHours(1);

  private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(5);
  private static final LoadRun.Patience PATIENCE =
      new LoadRun.Patience(RECOVERED_WITHIN, Duration.ofMinutes(1));

  /** A commit that was under way when a fault struck says nothing of what comes after. */
  private static final long UNDER_WAY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LOOK_EVERY_MILLIS = 100;
  private static final int SHOWN_DIFFERENCES = 10;
  private static final String PROGRESS = "SELECT toInt64(sum(next_offset)) AS next FROM progress";

  private final ChaosPlan plan;
  private final LocalMillrace cluster;
  private final Strikes strikes;
  private final SqlReader tables;
  private final Generations generations;
  private final Consumer<String> progress;
  private final Movement movement = new Movement();

  /**
   * A run.
   *
   * @param clickHouse through which the cluster's job reaches ClickHouse
   * @param tables not through it
   * @param generations neither
   * @param progress takes lines for people
   */
  public ChaosRun(
      ChaosPlan plan,
      LocalMillrace cluster,
      TcpProxy clickHouse,
      SqlReader tables,
      Generations generations,
      Consumer<String> progress) {
    this.plan = plan;
    this.cluster = cluster;
    this.strikes = new Strikes(cluster, clickHouse);
    this.tables = tables;
    this.generations = generations;
    this.progress = progress;
  }

  /**
   * Sends and strikes, then compares.
   *
   * @throws IOException if the fleet could not send all, or the audit cannot be made
   */
  public ChaosResult run() throws IOException, InterruptedException {
    LoadRun load = load();
    FutureTask<LoadRun.Result> sending = new FutureTask<>(load::run);
    FutureTask<GenerationState> replaying = new FutureTask<>(this::replay);
    start("chaos-load", sending);
    Thread watching = start("chaos-watch", () -> watch(sending));
    List<Strike> struck = strikeUntilOver(sending, replaying);
    progress.accept("no more faults; waiting until all is sent and visible");
    Optional<GenerationState> replay =
        plan.withReplay() ? Optional.of(await(replaying)) : Optional.empty();
    LoadRun.Result result = await(sending);
    watching.join();
    progress.accept("auditing");
    return new ChaosResult(
        struck, result, replay, new Audit(target(), SHOWN_DIFFERENCES, occurrences -> {}).run());
  }

  private LoadRun load() {
    Instant start = Instant.now().minus(STARTED_AGO).truncatedTo(ChronoUnit.MINUTES);
    Fleet fleet =
        new Fleet(
            new FleetPlan(
                plan.seed(),
                plan.spans(),
                0,
                LATE_SHARE,
                DOUBLE_SHARE,
                start,
                FLEET_LASTING,
                false));
    FleetSender sender =
        new FleetSender(
            List.of(
                bridge(Setting.BRIDGE_HTTP_PORT), bridge(Setting.LOCAL_CLUSTER_BRIDGE_2_HTTP_PORT)),
            WORKSPACE,
            new FleetSender.Options(CONNECTIONS, plan.spansPerSecond(), RECOVERED_WITHIN));
    return new LoadRun(fleet, sender, tables::query, WORKSPACE, PATIENCE, log::info);
  }

  private URI bridge(Setting port) {
    return URI.create("http://127.0.0.1:" + cluster.settings().number(port));
  }

  private GenerationState replay() throws IOException, InterruptedException {
    ReplayRun replay = new ReplayRun(generations, kafka(), log::info);
    long giveUpNanos = System.nanoTime() + RECOVERED_WITHIN.toNanos();
    while (true) {
      try {
        return replay.follow(replay.request(false));
      } catch (IOException away) {
        if (System.nanoTime() - giveUpNanos > 0) {
          throw away;
        }
        log.info("a replay cannot be asked for now: {}", away.getMessage());
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      }
    }
  }

  private List<Strike> strikeUntilOver(
      FutureTask<LoadRun.Result> sending, FutureTask<GenerationState> replaying)
      throws IOException, InterruptedException {
    boolean withFullDisk = strikes.canFillDisk();
    if (!withFullDisk) {
      progress.accept("a full disk is not among the faults: --data is on a disk above 8 GiB");
    }
    Faults faults = new Faults(plan.seed(), strikes.victims(), withFullDisk);
    long endNanos = System.nanoTime() + plan.lasting().toNanos();
    List<Strike> struck = new ArrayList<>();
    long halfNanos = endNanos - plan.lasting().toNanos() / 2;
    boolean awaitsReplay = plan.withReplay();
    awaitMovement(System.nanoTime(), sending);
    while (awaitsReplay || (System.nanoTime() - endNanos < 0 && !sending.isDone())) {
      if (awaitsReplay && System.nanoTime() - halfNanos >= 0) {
        progress.accept(now() + "  a replay begins");
        start("chaos-replay", replaying);
        awaitsReplay = false;
      }
      TimeUnit.MILLISECONDS.sleep(faults.pause().toMillis());
      struck.add(strike(faults.next(), sending));
    }
    return struck;
  }

  private Strike strike(Fault fault, FutureTask<LoadRun.Result> sending)
      throws IOException, InterruptedException {
    progress.accept(now() + "  " + fault);
    long struckNanos = System.nanoTime();
    int killed = strikes.strike(fault);
    boolean recovered = awaitMovement(System.nanoTime() + UNDER_WAY_NANOS, sending);
    Duration stalled = movement.longestGap(struckNanos, System.nanoTime());
    progress.accept(
        recovered
            ? "%22s%.1f s without new numbers".formatted("", stalled.toMillis() / 1e3)
            : "%22sno new numbers within %d s".formatted("", RECOVERED_WITHIN.toSeconds()));
    return new Strike(fault.toString(), killed, stalled, recovered);
  }

  /** Returns when numbers have moved after a time, or nothing more is to come. */
  private boolean awaitMovement(long afterNanos, FutureTask<LoadRun.Result> sending)
      throws InterruptedException {
    long giveUpNanos = System.nanoTime() + RECOVERED_WITHIN.toNanos();
    while (!movement.since(afterNanos) && !sending.isDone()) {
      if (System.nanoTime() - giveUpNanos > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }

  private void watch(FutureTask<?> until) {
    try {
      while (!until.isDone()) {
        look();
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      Object next = tables.query(PROGRESS, Map.of()).get(0).get("next");
      movement.look(((Number) next).longValue(), System.nanoTime());
    } catch (IOException away) {
      log.debug("ClickHouse is away", away);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static <T> T await(FutureTask<T> task) throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private Audit.Target target() {
    return new Audit.Target(kafka(), Endpoints.of(cluster.settings()).schemaRegistry(), tables);
  }

  private Map<String, Object> kafka() {
    Endpoints endpoints = Endpoints.of(cluster.settings());
    Map<String, Object> kafka = new HashMap<>(endpoints.kafkaClientProperties());
    kafka.put("bootstrap.servers", endpoints.kafka());
    return kafka;
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
