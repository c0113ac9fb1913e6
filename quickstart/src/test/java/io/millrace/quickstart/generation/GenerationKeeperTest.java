// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.process.PipelineConfig;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.UnavailableException;
import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.GenerationState.State;
import io.millrace.sql.generation.GenerationStore;
import io.millrace.sql.generation.ReplayStanding;
import io.millrace.stream.JobConfig;
import io.millrace.stream.MillraceJob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationKeeperTest {
  private static final JobID FIRST = MillraceJob.jobId(1);
  private static final JobID SECOND = MillraceJob.jobId(2);
  private static final JobID STRANGER = JobID.fromHexString("00112233445566778899aabbccddeeff");

  @TempDir private Path data;
  private final FakeStore tables = new FakeStore();
  private final FakeFlink flink = new FakeFlink();
  private long nowNanos;
  private boolean replayWhenLost;
  private GenerationKeeper keeper;

  @Test
  void withoutAReplay_onlyTheCurrentJobRuns() throws Exception {
    flink.jobs.put(STRANGER, JobStatus.RUNNING);

    assertThat(rounds(3)).isEmpty();

    assertThat(flink.jobs).isEqualTo(Map.of(FIRST, JobStatus.RUNNING, STRANGER, JobStatus.RUNNING));
  }

  @Test
  void request_startsTheReplayBesideTheCurrentJob() throws Exception {
    rounds(1);
    tables.states.put(2, State.REPLAYING);

    rounds(1);

    assertThat(flink.jobs).isEqualTo(Map.of(FIRST, JobStatus.RUNNING, SECOND, JobStatus.RUNNING));
    assertThat(tables.states).containsEntry(1, State.CURRENT);
  }

  @Test
  void replayThatHasCaughtUp_takesOverAndTheOldJobIsCancelled() throws Exception {
    tables.states.put(2, State.REPLAYING);
    rounds(2);
    assertThat(keeper.currentJob()).isEqualTo(FIRST);

    tables.standing = new ReplayStanding(0, 0);
    rounds(3);

    assertThat(tables.states).isEqualTo(Map.of(1, State.SUPERSEDED, 2, State.CURRENT));
    assertThat(keeper.currentJob()).isEqualTo(SECOND);
    assertThat(flink.jobs).isEqualTo(Map.of(FIRST, JobStatus.CANCELED, SECOND, JobStatus.RUNNING));
  }

  @Test
  void newKeeperAtANewFlink_startsBothAgain() throws Exception {
    tables.states.put(2, State.REPLAYING);
    rounds(2);
    flink.jobs.clear();
    keeper = null;

    rounds(1);

    assertThat(flink.jobs).containsOnlyKeys(FIRST, SECOND);
  }

  @Test
  void keeperThatStartsAfterTheSwitch_runsTheNewJobOnly() throws Exception {
    tables.states.put(1, State.SUPERSEDED);
    tables.states.put(2, State.CURRENT);
    flink.jobs.put(FIRST, JobStatus.RUNNING);

    rounds(1);

    assertThat(flink.jobs).isEqualTo(Map.of(FIRST, JobStatus.CANCELED, SECOND, JobStatus.RUNNING));
  }

  @Test
  void clickHouseThatIsAway_leavesAllAsItIs() throws Exception {
    tables.states.put(2, State.REPLAYING);
    rounds(2);
    tables.away = true;

    assertThat(rounds(3)).isEmpty();

    assertThat(flink.jobs).containsOnlyKeys(FIRST, SECOND);
  }

  @Test
  void clickHouseThatIsAwayAtFirst_isSaid() {
    tables.away = true;

    assertThatThrownBy(() -> rounds(1)).isInstanceOf(UnavailableException.class);
    assertThat(flink.jobs).isEmpty();
  }

  @Test
  void abandonedReplay_isCancelledAndDroppedWhenItIsOver() throws Exception {
    tables.states.put(2, State.REPLAYING);
    rounds(2);

    tables.states.put(2, State.ABANDONED);
    rounds(20);

    assertThat(flink.jobs).containsEntry(SECOND, JobStatus.CANCELED);
    assertThat(tables.states).containsEntry(2, State.DROPPED);
  }

  @Test
  void replayWhoseJobFailedForGood_isAbandoned() throws Exception {
    tables.states.put(2, State.REPLAYING);
    rounds(1);
    flink.jobs.put(SECOND, JobStatus.FAILED);

    assertThat(rounds(2)).isEmpty();

    assertThat(tables.states).containsEntry(2, State.ABANDONED);
    assertThat(tables.reasons).containsEntry(2, "its job has ended: FAILED");
    assertThat(flink.jobs).containsEntry(FIRST, JobStatus.RUNNING);
  }

  @Test
  void replayThatLacksSpansForGood_isAbandoned() throws Exception {
    tables.states.put(2, State.REPLAYING);
    tables.standing = new ReplayStanding(0, 3);
    rounds(10);
    assertThat(tables.states).containsEntry(2, State.REPLAYING);

    rounds(60);

    assertThat(tables.states.get(2)).isIn(State.ABANDONED, State.DROPPED);
    assertThat(tables.reasons.get(2)).contains("3 minutes");
  }

  @Test
  void currentJobThatFailedForGood_isTold() throws Exception {
    rounds(1);
    flink.jobs.put(FIRST, JobStatus.FAILED);

    assertThat(rounds(1)).contains("FAILED");
  }

  @Test
  void currentJobThatFailedForGood_isReplacedByAReplayWhereThatIsSet() throws Exception {
    replayWhenLost = true;
    rounds(1);
    flink.jobs.put(FIRST, JobStatus.FAILED);

    assertThat(rounds(2)).isEmpty();
    assertThat(flink.jobs).containsEntry(SECOND, JobStatus.RUNNING);

    tables.standing = new ReplayStanding(0, 0);

    assertThat(rounds(2)).isEmpty();
    assertThat(tables.states).containsEntry(2, State.CURRENT);
  }

  @Test
  void replayInPlaceOfALostJob_thatIsGivenUp_isNotTriedAgain() throws Exception {
    replayWhenLost = true;
    rounds(1);
    flink.jobs.put(FIRST, JobStatus.FAILED);
    rounds(1);

    tables.states.put(2, State.ABANDONED);

    assertThat(rounds(1)).contains("FAILED");
  }

  /** Rounds, two and a half seconds apart. */
  private Optional<String> rounds(int count) throws Exception {
    if (keeper == null) {
      keeper =
          new GenerationKeeper(
              tables, flink, this::config, Duration.ofDays(1), replayWhenLost, () -> nowNanos);
    }
    Optional<String> end = Optional.empty();
    for (int i = 0; i < count; i++) {
      nowNanos += Duration.ofMillis(2_500).toNanos();
      end = keeper.round();
    }
    return end;
  }

  private JobConfig config(int generation) {
    ClickHouseEndpoint clickHouse =
        new ClickHouseEndpoint(URI.create("http://127.0.0.1:1"), "user", "password", "millrace");
    return new PipelineConfig(Settings.load(Optional.empty(), Map.of(), Map.of()))
        .job(clickHouse, new DataFolder(data), generation);
  }

  private static final class FakeFlink implements JobCluster {
    final Map<JobID, JobStatus> jobs = new HashMap<>();

    @Override
    public Map<JobID, JobStatus> jobs() {
      return Map.copyOf(jobs);
    }

    @Override
    public void submit(JobConfig config) {
      jobs.put(MillraceJob.jobId(config.generation()), JobStatus.RUNNING);
    }

    @Override
    public void cancel(JobID job) {
      jobs.put(job, JobStatus.CANCELED);
    }

    @Override
    public String end(JobID job) {
      return String.valueOf(jobs.get(job));
    }
  }

  private static final class FakeStore implements GenerationStore {
    final Map<Integer, State> states = new TreeMap<>(Map.of(1, State.CURRENT));
    final Map<Integer, String> reasons = new HashMap<>();
    ReplayStanding standing = new ReplayStanding(10, 0);
    boolean away;

    @Override
    public List<GenerationState> states() throws IOException {
      if (away) {
        throw new UnavailableException("away", new IOException("away"));
      }
      return states.entrySet().stream()
          .map(state -> new GenerationState(state.getKey(), state.getValue(), "", false))
          .toList();
    }

    @Override
    public GenerationState request(boolean fromWhatIsLeft) {
      states.put(2, State.REPLAYING);
      return new GenerationState(2, State.REPLAYING, "", fromWhatIsLeft);
    }

    @Override
    public ReplayStanding standing(int current, int replayed) throws IOException {
      states();
      return standing;
    }

    @Override
    public boolean takeOver(int current, GenerationState replay) {
      states.put(current, State.SUPERSEDED);
      states.put(replay.generation(), State.CURRENT);
      return true;
    }

    @Override
    public void abandon(int generation, String reason) {
      states.put(generation, State.ABANDONED);
      reasons.put(generation, reason);
    }

    @Override
    public List<Integer> droppable(Duration grace) {
      return states.entrySet().stream()
          .filter(state -> state.getValue() == State.ABANDONED)
          .map(Map.Entry::getKey)
          .toList();
    }

    @Override
    public void drop(int generation) {
      states.put(generation, State.DROPPED);
    }
  }
}
