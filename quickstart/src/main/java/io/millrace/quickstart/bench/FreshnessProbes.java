// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import io.millrace.benchmarks.fleet.Fleet;
import io.millrace.benchmarks.fleet.FleetPlan;
import io.millrace.benchmarks.load.FleetSender;
import io.millrace.benchmarks.truth.Sql;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Times the way of single traces into a SELECT, while a modest load goes on. Probes are sent by the
 * clock, whatever has become visible: else they would keep step with the checkpoints.
 */
final class FreshnessProbes {
  private static final Duration POLL_EVERY = Duration.ofMillis(25);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

  private final URI bridge;
  private final Sql sql;
  private final BenchPlan plan;
  private final String workspace;
  private final List<Long> sentNanos = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> tookMillis = new ArrayList<>();

  FreshnessProbes(URI bridge, Sql sql, BenchPlan plan, String workspace) {
    this.bridge = bridge;
    this.sql = sql;
    this.plan = plan;
    this.workspace = workspace;
  }

  BenchResult.Freshness measure() throws IOException, InterruptedException {
    FutureTask<Void> background = inBackground("load", this::sendBackground);
    FutureTask<Void> probes = inBackground("probes", this::sendProbes);
    awaitAllVisible();
    join(probes);
    join(background);
    Collections.sort(tookMillis);
    return new BenchResult.Freshness(
        tookMillis.size(),
        plan.backgroundSpansPerSecond(),
        quantile(0.5),
        quantile(0.95),
        quantile(0.99),
        quantile(1));
  }

  private Void sendBackground() throws IOException, InterruptedException {
    long seconds = 1 + plan.probeEvery().multipliedBy(plan.probes()).toSeconds();
    long rate = plan.backgroundSpansPerSecond();
    FleetSender.Options options =
        new FleetSender.Options(2, rate, FleetSender.Options.DEFAULT.patience());
    FleetPlan fleet =
        new FleetPlan(
            plan.seed() + 1,
            rate * seconds,
            plan.spanBytes(),
            0,
            0,
            Instant.now().minus(Duration.ofHours(1)),
            false);
    new FleetSender(bridge, workspace + "-load", options).send(new Fleet(fleet).onTime());
    return null;
  }

  /** One trace of one span each, by a name that tells which. */
  private Void sendProbes() throws IOException, InterruptedException {
    ProbeSender sender = new ProbeSender(bridge, workspace);
    long startNanos = System.nanoTime();
    for (int probe = 0; probe < plan.probes(); probe++) {
      long dueNanos = startNanos + plan.probeEvery().toNanos() * probe;
      TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
      sentNanos.add(System.nanoTime());
      sender.send(probe);
    }
    return null;
  }

  private void awaitAllVisible() throws IOException, InterruptedException {
    long giveUpNanos =
        System.nanoTime()
            + plan.probeEvery().multipliedBy(plan.probes()).plus(GIVE_UP_AFTER).toNanos();
    boolean[] seen = new boolean[plan.probes()];
    while (tookMillis.size() < plan.probes()) {
      if (System.nanoTime() > giveUpNanos) {
        throw new IOException(
            "only %d of %d probes became visible".formatted(tookMillis.size(), plan.probes()));
      }
      for (Map<String, Object> row :
          sql.query(
              "SELECT toUInt32(name) AS probe FROM traces WHERE workspace = {workspace:String}",
              Map.of("workspace", workspace))) {
        int probe = Integer.parseInt(row.get("probe").toString());
        if (!seen[probe]) {
          seen[probe] = true;
          tookMillis.add((System.nanoTime() - sentNanos.get(probe)) / 1_000_000);
        }
      }
      TimeUnit.MILLISECONDS.sleep(POLL_EVERY.toMillis());
    }
  }

  private long quantile(double share) {
    int rank = (int) Math.ceil(share * tookMillis.size());
    return tookMillis.get(Math.max(0, rank - 1));
  }

  static FutureTask<Void> inBackground(String name, Callable<Void> work) {
    FutureTask<Void> task = new FutureTask<>(work);
    new Thread(task, name).start();
    return task;
  }

  static void join(FutureTask<Void> task) throws IOException, InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }
}
