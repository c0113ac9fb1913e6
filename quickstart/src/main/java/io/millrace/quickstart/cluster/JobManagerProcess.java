// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.process.ChildProcess;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.clusterframework.ApplicationStatus;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's JobManager (2.3) as its distribution starts it, under supervision. Arguments: data
 * folder, RPC port; settings come as environment variables.
 */
public final class JobManagerProcess {
  private static final Logger log = LoggerFactory.getLogger(JobManagerProcess.class);

  private JobManagerProcess() {}

  /** Runs the JobManager until the supervisor ends it. */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    try {
      Settings settings = Settings.load(Optional.empty(), System.getenv(), Map.of());
      ClusterEntrypoint jobManager =
          new StandaloneSessionClusterEntrypoint(
              FlinkOptions.jobManager(
                  settings, new DataFolder(Path.of(arguments[0])), Integer.parseInt(arguments[1])));
      child.closeAtEnd(() -> jobManager.closeAsync().get());
      jobManager.startCluster();
      child.listening("flink", "http://127.0.0.1:" + settings.number(Setting.FLINK_PORT));
      child.listening(
          "flink-metrics", "http://127.0.0.1:" + settings.number(Setting.FLINK_METRICS_PORT));
      child.ready();
      ApplicationStatus end = jobManager.getTerminationFuture().get();
      child.exit(ChildProcess.FAILED, "the JobManager has ended: " + end);
    } catch (Exception e) {
      log.error("the JobManager cannot run", e);
      child.exit(ChildProcess.CANNOT_START, "jobmanager: " + ChildProcess.rootMessage(e));
    }
  }
}
