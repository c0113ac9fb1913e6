// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.generation.JobCluster;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.stream.JobConfig;
import io.millrace.stream.MillraceJob;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster inside this JVM; its REST interface takes no jars. */
final class FlinkCluster implements JobCluster, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FlinkCluster.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration CLOSE_STEP_WITHIN = Duration.ofSeconds(10);
  private static final Duration POLL_EVERY = Duration.ofMillis(100);

  private static final long CALL_SECONDS = 60;

  private final MiniCluster cluster;
  private int taskManagers = 1;

  private FlinkCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts the cluster, with slots for one job. */
  static FlinkCluster start(Settings settings, DataFolder folder) throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration(settings, folder))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.number(Setting.FLINK_PARALLELISM))
                .setCommonBindAddress(LOOPBACK)
                .build());
    cluster.start();
    return new FlinkCluster(cluster);
  }

  private static Configuration configuration(Settings settings, DataFolder folder) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.PORT, settings.number(Setting.FLINK_PORT));
    configuration.set(RestOptions.BIND_PORT, settings.text(Setting.FLINK_PORT));
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE,
        new MemorySize(settings.bytes(Setting.FLINK_STATE_MEMORY)));
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.CANCEL_ENABLE, false);
    configuration.set(WebOptions.RESCALE_ENABLE, false);
    configuration.set(ReadOnlyRest.ENABLED, true);
    configuration.set(WebOptions.LOG_PATH, folder.logFolder().resolve("pipeline.log").toString());
    configuration.setString("metrics.reporters", "loopback");
    configuration.setString(
        "metrics.reporter.loopback.factory.class",
        LoopbackPrometheusReporter.Factory.class.getName());
    configuration.setString(
        "metrics.reporter.loopback." + LoopbackPrometheusReporter.PORT,
        settings.text(Setting.FLINK_METRICS_PORT));
    return configuration;
  }

  @Override
  public Map<JobID, JobStatus> jobs() throws IOException, InterruptedException {
    if (!cluster.isRunning()) {
      throw new IOException("Flink is ending");
    }
    return get(cluster.listJobs()).stream()
        .collect(Collectors.toMap(JobStatusMessage::getJobId, JobStatusMessage::getJobState));
  }

  /** A second job beside the first, which is a replay, has a TaskManager of its own. */
  @Override
  public void submit(JobConfig config) throws IOException, InterruptedException {
    long running = running().size();
    if (running >= taskManagers) {
      startTaskManager();
    }
    get(cluster.submitJob(MillraceJob.streamGraph(config)));
  }

  private void startTaskManager() throws IOException {
    try {
      cluster.startTaskManager();
      taskManagers++;
    } catch (Exception e) {
      throw new IOException("no TaskManager can be started", e);
    }
  }

  @Override
  public void cancel(JobID job) throws IOException, InterruptedException {
    get(cluster.cancelJob(job));
  }

  @Override
  public String end(JobID job) throws IOException, InterruptedException {
    JobResult end = get(cluster.requestJobResult(job));
    return end.getSerializedThrowable()
        .map(failure -> ChildProcess.rootMessage(failure))
        .orElse(String.valueOf(end.getJobStatus().orElse(null)));
  }

  private List<JobID> running() throws IOException, InterruptedException {
    return jobs().entrySet().stream()
        .filter(job -> !job.getValue().isGloballyTerminalState())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static <T> T get(CompletableFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Flink: " + ChildProcess.rootMessage(e), e);
    }
  }

  /**
   * Waits until every subtask of a job runs, or it has failed for good: {@link #jobs} tells them
   * apart. RUNNING as the job's state says nothing of its subtasks.
   */
  void awaitRunning(JobID job) throws InterruptedException, ExecutionException {
    CountDownLatch never = new CountDownLatch(1);
    while (!cluster.requestJobResult(job).isDone() && !runs(cluster.getExecutionGraph(job).get())) {
      never.await(POLL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Until it is scheduled the graph has no vertices. */
  private static boolean runs(AccessExecutionGraph graph) {
    int vertices = 0;
    for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
      vertices++;
    }
    return vertices > 0;
  }

  /** Takes last checkpoints, so that the next start has little to read again, and ends. */
  @Override
  public void close() {
    try {
      for (JobID job : running()) {
        await("last checkpoint", cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED));
      }
    } catch (IOException e) {
      log.warn("no last checkpoint", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    await("end of the cluster", cluster.closeAsync());
  }

  /** Nothing depends on a good end: the next start goes on from the newest complete checkpoint. */
  private static void await(String what, CompletableFuture<?> end) {
    try {
      end.get(CLOSE_STEP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("{}: not reached", what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
