// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import io.millrace.quickstart.generation.JobCluster;
import io.millrace.quickstart.process.ChildProcess;
import io.millrace.stream.JobConfig;
import io.millrace.stream.MillraceJob;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The jobs at a Flink that is reached by its REST interface. A graph is made here and sent, so that
 * no secret is an argument of a program or a line in Flink's web page.
 */
public final class FlinkJob implements JobCluster, AutoCloseable {
  private static final long CALL_SECONDS = 60;

  private final URI flink;
  private final JobJars jars;
  private final RestClusterClient<StandaloneClusterId> client;

  /**
   * Sends nothing yet.
   *
   * @param flink address of the REST interface, http or https
   * @param options further options of the client in Flink's words, e.g. {@code
   *     security.ssl.rest.truststore}
   * @param jars how Flink's processes come to those of the job
   * @throws IOException if the options are none that Flink takes
   */
  public FlinkJob(URI flink, Map<String, String> options, JobJars jars) throws IOException {
    this.flink = flink;
    this.jars = jars;
    Configuration all = Configuration.fromMap(options);
    boolean https = "https".equals(flink.getScheme());
    all.setString("security.ssl.rest.enabled", String.valueOf(https));
    all.set(RestOptions.ADDRESS, flink.getHost());
    all.set(RestOptions.PORT, flink.getPort() > 0 ? flink.getPort() : https ? 443 : 80);
    all.set(RestOptions.RETRY_MAX_ATTEMPTS, 0);
    try {
      client = new RestClusterClient<>(all, StandaloneClusterId.getInstance());
    } catch (Exception e) {
      throw new IOException("no client for Flink at %s (flink.url)".formatted(flink), e);
    }
  }

  /** Address of Flink's REST interface. */
  public URI flink() {
    return flink;
  }

  @Override
  public Map<JobID, JobStatus> jobs() throws IOException, InterruptedException {
    return get(list()).stream()
        .collect(Collectors.toMap(JobStatusMessage::getJobId, JobStatusMessage::getJobState));
  }

  /**
   * Takes a checkpoint, which only a job can whose every subtask runs: its state RUNNING says
   * nothing of them.
   *
   * @throws IOException if not every subtask runs yet, or Flink does not answer
   */
  public void checkpoint(JobID job) throws IOException, InterruptedException {
    get(client.triggerCheckpoint(job, CheckpointType.CONFIGURED));
  }

  @Override
  public String end(JobID job) throws IOException, InterruptedException {
    JobResult result = get(client.requestJobResult(job));
    return result
        .getSerializedThrowable()
        .map(failure -> rootMessage(failure))
        .orElse(String.valueOf(result.getJobStatus().orElse(null)));
  }

  @Override
  public void cancel(JobID job) throws IOException, InterruptedException {
    get(client.cancel(job));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException also while a TaskManager holds slots of the job's last life that would
   *     refuse its jars: it frees them after Flink's {@code taskmanager.slot.timeout}
   */
  @Override
  public void submit(JobConfig config) throws IOException, InterruptedException {
    StreamGraph graph = MillraceJob.streamGraph(config);
    if (jars == JobJars.SENT) {
      requireFreeSlots(graph.getJobID());
    }
    jars.addTo(graph, FlinkClassPath.ofJob());
    // What Flink's own executors do to a graph before they send it.
    graph.serializeUserDefinedInstances();
    get(client.submitJob(graph));
  }

  private void requireFreeSlots(JobID job) throws IOException, InterruptedException {
    Optional<ResourceID> holder = get(new HeldSlots(client).holderOf(job));
    if (holder.isPresent()) {
      throw new IOException(
          "TaskManager %s at %s (flink.url) still holds slots of the job's last life, try again"
              .formatted(holder.get(), flink));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private CompletableFuture<Collection<JobStatusMessage>> list() {
    try {
      return client.listJobs();
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <T> T get(CompletableFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "Flink at %s (flink.url): %s".formatted(flink, rootMessage(e.getCause())), e);
    } catch (TimeoutException e) {
      throw new IOException(
          "Flink at %s (flink.url) did not answer within %d s".formatted(flink, CALL_SECONDS), e);
    }
  }

  /** Flink quotes the whole trace of the other side: its first line is enough. */
  private static String rootMessage(Throwable failure) {
    return ChildProcess.rootMessage(failure).lines().findFirst().orElse("");
  }
}
