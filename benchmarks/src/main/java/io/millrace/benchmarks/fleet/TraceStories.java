// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import io.millrace.benchmarks.truth.Breakdown;
import io.millrace.benchmarks.truth.FleetTruth;
import io.millrace.benchmarks.truth.Measure;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A plan's traces, one after another; what is true of them is added to the truth. */
final class TraceStories {
  private static final int USERS = 200;
  private static final int SESSIONS_A_USER = 10;

  private final FleetPlan plan;
  private final FleetTruth truth;
  private final SplittableRandom random;
  private final long startUnixNano;
  private final Set<String> users = new HashSet<>();
  private final Set<String> sessions = new HashSet<>();
  private long told;

  TraceStories(FleetPlan plan, FleetTruth truth) {
    this.plan = plan;
    this.truth = truth;
    this.random = new SplittableRandom(plan.seed());
    this.startUnixNano = unixNano(plan.start());
  }

  boolean hasNext() {
    return told < plan.spans();
  }

  /** The spans of the next trace. */
  List<FleetSpan> next() {
    FleetService service = FleetService.ALL.get(random.nextInt(FleetService.ALL.size()));
    String user = "user-" + random.nextInt(USERS);
    String session = "session-" + user + "-" + random.nextInt(SESSIONS_A_USER);
    countIdentities(user, session);
    TraceLedger ledger = new TraceLedger(truth, plan, service, session, user);
    long at = startUnixNano + random.nextLong(plan.lasting().toNanos());
    List<FleetSpan> spans =
        new TraceStory(random.split(), plan, service, ledger).tell(session, user, at);
    told += spans.size();
    return spans;
  }

  private void countIdentities(String user, String session) {
    if (users.add(user)) {
      truth.add(Map.of(), Measure.USERS, 1);
    }
    if (sessions.add(session)) {
      truth.add(Map.of(Breakdown.USER, user), Measure.SESSIONS, 1);
    }
  }

  private static long unixNano(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}
