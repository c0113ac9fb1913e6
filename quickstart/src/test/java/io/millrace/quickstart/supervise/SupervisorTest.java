// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.data.ProcessState;
import io.millrace.quickstart.data.ProcessState.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Backoff SHORT =
      new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMinutes(1));

  @TempDir Path folder;
  private final RecordingListener heard = new RecordingListener();

  @Test
  void start_isInOrderAndStopInReverse() throws Exception {
    try (Supervisor supervisor = supervisor(plan("first", "run"), plan("second", "run"))) {
      supervisor.start();

      assertThat(supervisor.states()).extracting(ProcessState::phase).containsOnly(Phase.READY);
    }

    assertThat(journal())
        .containsExactly("first started", "second started", "second ended", "first ended");
    assertThat(heard.lines).containsExactly("service-first here:1", "service-second here:1");
  }

  /** The second is started though the first never becomes ready. */
  @Test
  void start_ofOneWave_isSideBySide() {
    List<ProcessPlan> wave = List.of(plan("first", "fail"), plan("second", "run"));
    try (Supervisor supervisor = new Supervisor(List.of(wave), SHORT, WITHIN, heard)) {
      assertThatThrownBy(supervisor::start).isInstanceOf(StartException.class);
      await().atMost(WITHIN).untilAsserted(() -> assertThat(journal()).contains("second started"));
    }

    assertThat(journal()).contains("first started", "second ended");
  }

  @Test
  void start_failsWithTheLastErrorLineOfAChildThatDies() {
    try (Supervisor supervisor = supervisor(plan("first", "run"), plan("second", "fail"))) {
      assertThatThrownBy(supervisor::start)
          .isInstanceOf(StartException.class)
          .hasMessage("second did not start (exit code 7): no luck today");
    }

    assertThat(journal()).containsExactly("first started", "second started", "first ended");
  }

  @Test
  void start_failsWhenAChildIsNeverReady() {
    try (Supervisor supervisor =
        new Supervisor(
            List.of(List.of(plan("slow", "hang"))), SHORT, Duration.ofMillis(500), heard)) {
      assertThatThrownBy(supervisor::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("slow did not answer within");
    }
  }

  @Test
  void child_thatIsKilled_isStartedAgain() throws Exception {
    try (Supervisor supervisor = supervisor(plan("only", "run"))) {
      supervisor.start();
      ProcessState before = supervisor.states().get(0);

      before.process().find().orElseThrow().destroyForcibly();

      await()
          .atMost(WITHIN)
          .untilAsserted(
              () -> {
                ProcessState now = supervisor.states().get(0);
                assertThat(now.phase()).isEqualTo(Phase.READY);
                assertThat(now.process()).isNotEqualTo(before.process());
                assertThat(now.restarts()).isEqualTo(1);
              });
    }

    assertThat(heard.lines)
        .containsExactly("service-only here:1", "only died 137", "service-only here:1");
    assertThat(journal()).containsExactly("only started", "only started", "only ended");
  }

  @Test
  void children_endWhenTheirSupervisorIsKilled() throws Exception {
    Process supervisor =
        JavaCommand.of(
                List.of(FakeSupervisor.class.getName(), folder.resolve("journal").toString()))
            .start();
    try (BufferedReader said = supervisor.inputReader()) {
      assertThat(said.readLine()).isEqualTo("here:1");
    }

    supervisor.destroyForcibly();

    await()
        .atMost(WITHIN)
        .untilAsserted(() -> assertThat(journal()).containsExactly("child started", "child ended"));
  }

  @Test
  void backoff_doublesUpToTheLongest() {
    Backoff backoff =
        new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1));

    assertThat(backoff.afterDeaths(0)).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.afterDeaths(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(backoff.afterDeaths(1_000)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void announcement_isReadFromItsLinesOnly() {
    assertThat(Announcement.parse("engine", "ready http://127.0.0.1:1"))
        .contains(new Announcement(true, "engine", "http://127.0.0.1:1"));
    assertThat(Announcement.parse("broker", "ready"))
        .contains(new Announcement(true, "broker", ""));
    assertThat(Announcement.parse("broker", "listening kafka 127.0.0.1:2"))
        .contains(new Announcement(false, "kafka", "127.0.0.1:2"));
    assertThat(Announcement.parse("broker", "already there")).isEmpty();
    assertThat(Announcement.parse("broker", "ready when you are")).isEmpty();
  }

  private Supervisor supervisor(ProcessPlan... plans) {
    List<List<ProcessPlan>> waves = Stream.of(plans).map(List::of).toList();
    return new Supervisor(waves, SHORT, WITHIN, heard);
  }

  private ProcessPlan plan(String name, String behaviour) {
    return new ProcessPlan(
        name,
        FakeChild.class,
        16L << 20,
        folder.resolve(name + ".log"),
        List.of("-XX:TieredStopAtLevel=1"),
        List.of(folder.resolve("journal").toString(), name, behaviour),
        Map.of());
  }

  private List<String> journal() {
    try {
      return Files.readAllLines(folder.resolve("journal"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class RecordingListener implements SupervisorListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void answers(String process, String service, String address, Duration sinceStart) {
      lines.add(service + " " + address);
    }

    @Override
    public void died(String process, int exitCode, String lastError, Duration wait) {
      lines.add(process + " died " + exitCode);
    }

    @Override
    public void changed(List<ProcessState> processes) {
      // states() is asserted instead.
    }
  }
}
