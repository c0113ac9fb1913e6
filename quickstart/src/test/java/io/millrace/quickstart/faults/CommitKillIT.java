// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of the pipeline and of the engine, aimed at each step of a checkpoint and its
 * commit: the proxy before the engine holds the requests of that step while the victim dies. What
 * it holds of a dead pipeline it lets go when the next one has committed the same rows: an insert
 * that outlives its client.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class CommitKillIT {
  /**
   * Both victims at every point, for a release. Otherwise the points take turns: the pipeline dies
   * at one, the engine at the next.
   */
  private static final boolean EVERY_KILL = Boolean.getBoolean("millrace.kill.every");

  private static final Duration STEP_WITHIN = Duration.ofMinutes(2);

  private FaultyEngine engine;
  private RunningMillrace millrace;
  private KnownLoads loads;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    engine = FaultyEngine.start(folder);
    Map<Setting, String> settings = engine.settings();
    settings.put(Setting.SUPERVISOR_MAX_RESTART_WAIT, "500ms");
    millrace = RunningMillrace.start(settings);
    loads = new KnownLoads(millrace);
  }

  @AfterAll
  void stop() {
    millrace.close();
    engine.close();
  }

  /** The test of the freeze kills at the first. */
  static Stream<KillPoint> pointsOfThePipeline() {
    return points(0).skip(1);
  }

  static Stream<KillPoint> pointsOfTheEngine() {
    return points(1);
  }

  private static Stream<KillPoint> points(int first) {
    List<KillPoint> all = KillPoint.all();
    return EVERY_KILL
        ? all.stream()
        : IntStream.iterate(first, i -> i < all.size(), i -> i + 2).mapToObj(all::get);
  }

  /** The first fleet is frozen in a checkpoint that never completes, the second read behind it. */
  @Test
  @Order(1)
  void pipelineKilled_betweenFreezeAndCompletion_changesNoNumber() throws Exception {
    PendingCheckpoint checkpoint =
        new PendingCheckpoint(millrace.flink(), millrace.http(Setting.FLINK_METRICS_PORT));
    KillPoint beforeContent = new KillPoint(Optional.empty(), Optional.of(Table.SPAN_CONTENT));
    HeldRequests held = hold(beforeContent, Fault::heldBefore);
    loads.send();
    until(() -> checkpoint.isFrozen("exact"));
    long read = checkpoint.recordsRead();
    loads.send();
    until(() -> checkpoint.recordsRead() > read);

    killPipeline();

    loads.awaitNewestRight();
    requireHarmless(held);
  }

  @ParameterizedTest
  @MethodSource("pointsOfThePipeline")
  @Order(2)
  void pipelineKilled_changesNoNumber(KillPoint point) throws Exception {
    HeldRequests held = hold(point, Fault::heldBefore);
    send(point);
    until(held::reached);

    killPipeline();

    loads.awaitNewestRight();
    requireHarmless(held);
  }

  /** Before an insert is here in the middle of it: of what it has not heard it cannot die. */
  @ParameterizedTest
  @MethodSource("pointsOfTheEngine")
  @Order(3)
  void engineKilled_changesNoNumber(KillPoint point) throws Exception {
    HeldRequests held = hold(point, Fault::heldInTheMiddle);
    send(point);
    until(held::reached);

    engine.kill();
    engine.proxy().choose(exchange -> Fault.NONE);
    held.letGo();
    engine.restart();

    loads.awaitNewestRight();
  }

  @Test
  @Order(4)
  void afterAllKills_everyFleetIsToldAndTheTablesBalanceWithTheLog() throws Exception {
    loads.awaitAllRight();
    loads.requireBalance();
  }

  private HeldRequests hold(KillPoint point, Function<Gate, Fault> before) {
    HeldRequests held = new HeldRequests(point, before);
    engine.proxy().choose(held::choose);
    return held;
  }

  private void send(KillPoint point) throws Exception {
    if (point.needsDeadLetter()) {
      loads.publishGarbage();
    } else {
      loads.send();
    }
  }

  /** Its requests stay held; returns when the next one is ready. */
  private void killPipeline() {
    long killed = pipeline().process().pid();
    millrace.kill("pipeline");
    engine.proxy().choose(exchange -> Fault.NONE);
    until(
        () ->
            pipeline().phase() == ProcessState.Phase.READY && pipeline().process().pid() != killed);
  }

  private ProcessState pipeline() {
    return millrace.process("pipeline");
  }

  private void requireHarmless(HeldRequests held) throws Exception {
    held.letGo();
    until(held::allForwarded);
    loads.awaitNewestRight();
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(STEP_WITHIN).until(condition);
  }
}
