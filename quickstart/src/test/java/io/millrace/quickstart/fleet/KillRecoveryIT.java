// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.fleet;

import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.up.RunningMillrace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was acknowledged is told once, whichever process dies by kill -9 while a fleet is sending.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillRecoveryIT {
  private static final Logger LOG = LoggerFactory.getLogger(KillRecoveryIT.class);
  private static final int SPANS = 50_000;
  private static final Duration SENT_WITHIN = Duration.ofMinutes(4);
  private static final Duration TOLD_WITHIN = Duration.ofMinutes(2);

  private RunningMillrace millrace;

  @BeforeAll
  void start() {
    millrace = RunningMillrace.start(Map.of());
  }

  @AfterAll
  void stop() {
    millrace.close();
  }

  @Test
  void fiftyThousandSpans_overAKillOfThePipeline_areToldOnce() throws Exception {
    sendWhileKilling(1, SPANS, List.of("pipeline"));
  }

  @Test
  void spans_overKillsOfEngineBrokerAndPipeline_areToldOnce() throws Exception {
    sendWhileKilling(2, SPANS / 2, List.of("clickhouse", "broker", "pipeline", "clickhouse"));
  }

  private void sendWhileKilling(long seed, int spanCount, List<String> victims) throws Exception {
    String workspace = "kill-" + seed;
    // fixed half hours before now: plausible clocks, and no minute that is still open
    Fleet fleet = new Fleet(seed, spanCount, (System.currentTimeMillis() - 3_600_000) * 1_000_000);
    List<byte[]> requests = fleet.requests();
    FleetSender sender = new FleetSender(millrace.bridgeHttp(), workspace);
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sender.send(requests));

    for (int i = 0; i < victims.size(); i++) {
      int after = requests.size() * (i + 1) / (victims.size() + 1);
      await()
          .atMost(SENT_WITHIN)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> sending.isDone() || sender.acknowledged() >= after);
      LOG.info(
          "seed {}: kill -9 of {} after {} requests", seed, victims.get(i), sender.acknowledged());
      millrace.kill(victims.get(i));
    }
    await().atMost(SENT_WITHIN).until(sending::isDone);
    sending.join();

    FleetAssertions assertions = new FleetAssertions(millrace::query, workspace, fleet.truth());
    await()
        .atMost(TOLD_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .untilAsserted(assertions::assertEveryViewTellsTheTruth);
  }
}
