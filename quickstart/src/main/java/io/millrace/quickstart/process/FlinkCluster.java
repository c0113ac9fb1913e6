// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster inside this JVM that runs one job; its REST interface takes no jars. */
final class FlinkCluster implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FlinkCluster.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration CLOSE_STEP_WITHIN = Duration.ofSeconds(10);
  private static final Duration POLL_EVERY = Duration.ofMillis(100);

  private final MiniCluster cluster;
  private final JobID jobId;

  private FlinkCluster(MiniCluster cluster, JobID jobId) {
    this.cluster = cluster;
    this.jobId = jobId;
  }

  /** Starts the cluster and the job. */
  static FlinkCluster start(Settings settings, DataFolder folder, StreamGraph job)
      throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration(settings, folder))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.number(Setting.FLINK_PARALLELISM))
                .setCommonBindAddress(LOOPBACK)
                .build());
    cluster.start();
    FlinkCluster started = new FlinkCluster(cluster, job.getJobID());
    try {
      cluster.submitJob(job).get();
      return started;
    } catch (ExecutionException e) {
      started.close();
      throw e;
    }
  }

  private static Configuration configuration(Settings settings, DataFolder folder) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.PORT, settings.number(Setting.FLINK_PORT));
    configuration.set(RestOptions.BIND_PORT, settings.text(Setting.FLINK_PORT));
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.CANCEL_ENABLE, false);
    configuration.set(WebOptions.RESCALE_ENABLE, false);
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

  /** Completes when the job has ended, which it does only when it failed for good. */
  CompletableFuture<JobResult> jobEnd() {
    return cluster.requestJobResult(jobId);
  }

  /**
   * Waits until every subtask runs, or the job has failed for good: {@link #jobEnd} tells them
   * apart. RUNNING as the job's state says nothing of its subtasks.
   */
  void awaitRunning() throws InterruptedException, ExecutionException {
    CountDownLatch never = new CountDownLatch(1);
    while (!jobEnd().isDone() && !runs(cluster.getExecutionGraph(jobId).get())) {
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

  /** Takes a last checkpoint, so that the next start has little to read again, and ends. */
  @Override
  public void close() {
    await("last checkpoint", cluster.triggerCheckpoint(jobId, CheckpointType.CONFIGURED));
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
