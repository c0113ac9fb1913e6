// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.generation;

import io.millrace.sql.UnavailableException;
import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.GenerationState.State;
import io.millrace.sql.generation.GenerationStore;
import io.millrace.sql.generation.ReplayStanding;
import io.millrace.stream.JobConfig;
import io.millrace.stream.MillraceJob;
import io.millrace.stream.checkpoint.RestorePoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has those jobs run that the tables ask for, and no other: that of the generation that the views
 * show, and that of a replay. It decides nothing that is not in the tables, and each round starts
 * from what tables and Flink say, so that it may die at any moment.
 */
public final class GenerationKeeper {
  private static final Logger log = LoggerFactory.getLogger(GenerationKeeper.class);

  /** While nothing is replayed. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final Duration DROP_EVERY = Duration.ofSeconds(30);

  /** During a commit the tables may count what {@code progress} does not name yet. */
  private static final Duration LACKING_BELIEVED_AFTER = Duration.ofSeconds(60);

  private final GenerationStore tables;
  private final JobCluster flink;
  private final IntFunction<JobConfig> configs;
  private final Duration keepSuperseded;
  private final boolean replayWhenLost;
  private final LongSupplier nanoTime;

  private List<GenerationState> generations = List.of();
  private long lookNanos;
  private long dropNanos;
  private long lackingSinceNanos;
  private boolean lacking;
  private boolean replayedInstead;

  /**
   * A keeper that has done nothing yet.
   *
   * @param configs what the job of a generation is told
   * @param keepSuperseded how long rows are kept that the views no longer show
   * @param replayWhenLost whether a replay takes the place of a job that has ended for good
   */
  public GenerationKeeper(
      GenerationStore tables,
      JobCluster flink,
      IntFunction<JobConfig> configs,
      Duration keepSuperseded,
      boolean replayWhenLost) {
    this(tables, flink, configs, keepSuperseded, replayWhenLost, System::nanoTime);
  }

  GenerationKeeper(
      GenerationStore tables,
      JobCluster flink,
      IntFunction<JobConfig> configs,
      Duration keepSuperseded,
      boolean replayWhenLost,
      LongSupplier nanoTime) {
    this.tables = tables;
    this.flink = flink;
    this.configs = configs;
    this.keepSuperseded = keepSuperseded;
    this.replayWhenLost = replayWhenLost;
    this.nanoTime = nanoTime;
    this.dropNanos = nanoTime.getAsLong();
  }

  /** The job of the generation that the views show, as of the last round. */
  public JobID currentJob() {
    return MillraceJob.jobId(current());
  }

  /**
   * Looks once, and mends what is not as it should be.
   *
   * @return why the job of the generation that the views show has ended for good; empty while it
   *     has not, or a replay takes its place
   * @throws IOException if Flink does not answer, or, at first, ClickHouse
   */
  public Optional<String> round() throws IOException, InterruptedException {
    look();
    Map<JobID, JobStatus> jobs = flink.jobs();
    cancelOthers(jobs);
    if (!isOver(jobs.get(currentJob()))) {
      submitIfAbsent(current(), jobs);
    } else if (replay().isEmpty() && !replaysInstead()) {
      return Optional.of(flink.end(currentJob()));
    }
    try {
      if (replay().isPresent()) {
        advance(replay().get(), jobs);
      }
      dropDue(jobs);
    } catch (UnavailableException away) {
      log.info("ClickHouse does not answer, generations stay as they are: {}", away.getMessage());
    }
    return Optional.empty();
  }

  /** Once: a replay that is given up would be so again. */
  private boolean replaysInstead() throws IOException, InterruptedException {
    if (!replayWhenLost || replayedInstead) {
      return false;
    }
    log.warn(
        "the job of generation {} has ended, the log is replayed instead: {}",
        current(),
        flink.end(currentJob()));
    replayedInstead = true;
    tables.request(false);
    generations = tables.states();
    return true;
  }

  /** What the tables said last holds while they do not answer. */
  private void look() throws IOException {
    if (replay().isEmpty() && !generations.isEmpty() && !isDue(lookNanos, LOOK_EVERY)) {
      return;
    }
    try {
      generations = tables.states();
      lookNanos = nanoTime.getAsLong();
    } catch (UnavailableException away) {
      if (generations.isEmpty()) {
        throw away;
      }
      log.info("ClickHouse does not answer, generations stay as they are: {}", away.getMessage());
    }
  }

  private void cancelOthers(Map<JobID, JobStatus> jobs) throws IOException, InterruptedException {
    for (Map.Entry<JobID, JobStatus> job : jobs.entrySet()) {
      boolean wanted =
          job.getKey().equals(currentJob())
              || replay().map(GenerationKeeper::jobOf).filter(job.getKey()::equals).isPresent();
      boolean ours = MillraceJob.generationOf(job.getKey()).isPresent();
      if (ours && !wanted && isUncancelled(job.getValue())) {
        log.info(
            "cancelling the job of generation {}",
            MillraceJob.generationOf(job.getKey()).getAsInt());
        flink.cancel(job.getKey());
      }
    }
  }

  private void submitIfAbsent(int generation, Map<JobID, JobStatus> jobs)
      throws IOException, InterruptedException {
    if (!jobs.containsKey(MillraceJob.jobId(generation))) {
      flink.submit(configs.apply(generation));
      log.info("submitted the job of generation {}", generation);
    }
  }

  private void advance(GenerationState replay, Map<JobID, JobStatus> jobs)
      throws IOException, InterruptedException {
    if (isOver(jobs.get(jobOf(replay)))) {
      abandon(replay, "its job has ended: " + flink.end(jobOf(replay)));
      return;
    }
    submitIfAbsent(replay.generation(), jobs);
    ReplayStanding standing = tables.standing(current(), replay.generation());
    boolean lacks =
        standing.caughtUp() && standing.lackingMinutes() > 0 && !replay.fromWhatIsLeft();
    if (!lacks || !lacking) {
      lackingSinceNanos = nanoTime.getAsLong();
    }
    lacking = lacks;
    if (lacks) {
      if (isDue(lackingSinceNanos, LACKING_BELIEVED_AFTER)) {
        abandon(
            replay,
            "the log has lost spans of %d minutes that generation %d counts"
                .formatted(standing.lackingMinutes(), current()));
      }
    } else if (standing.caughtUp() && tables.takeOver(current(), replay)) {
      log.info("generation {} has taken over from {}", replay.generation(), current());
    }
  }

  private void abandon(GenerationState replay, String reason) throws IOException {
    log.warn("the replay into generation {} is given up: {}", replay.generation(), reason);
    tables.abandon(replay.generation(), reason);
  }

  /** Only of jobs that are over for certain. */
  private void dropDue(Map<JobID, JobStatus> jobs) throws IOException {
    if (generations.size() == 1 || !isDue(dropNanos, DROP_EVERY)) {
      return;
    }
    dropNanos = nanoTime.getAsLong();
    for (int generation : tables.droppable(keepSuperseded)) {
      JobID job = MillraceJob.jobId(generation);
      if (!jobs.containsKey(job) || isOver(jobs.get(job))) {
        RestorePoint.removeAll(configs.apply(generation).checkpointDirectory(), job);
        tables.drop(generation);
        log.info("dropped the rows and checkpoints of generation {}", generation);
      }
    }
  }

  private int current() {
    return generations.stream()
        .filter(generation -> generation.state() == State.CURRENT)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no generation is current"))
        .generation();
  }

  private Optional<GenerationState> replay() {
    return generations.stream()
        .filter(generation -> generation.state() == State.REPLAYING)
        .findFirst();
  }

  private static JobID jobOf(GenerationState generation) {
    return MillraceJob.jobId(generation.generation());
  }

  private static boolean isOver(JobStatus status) {
    return status != null && status.isGloballyTerminalState();
  }

  private static boolean isUncancelled(JobStatus status) {
    return !status.isGloballyTerminalState() && status != JobStatus.CANCELLING;
  }

  private boolean isDue(long lastNanos, Duration every) {
    return nanoTime.getAsLong() - lastNanos >= every.toNanos();
  }
}
