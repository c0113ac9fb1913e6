// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.process.LoopbackPrometheusReporter;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import java.time.Duration;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions.TaskManagerLoadBalanceMode;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;

/** How a JobManager and its TaskManagers are configured that run beside each other on loopback. */
final class FlinkOptions {
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * One that was killed is missed after two of these, as its port refuses; by default after 20 s.
   */
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * How long a TaskManager waits that found no JobManager; by default 10 s, as long as one starts.
   */
  private static final Duration REGISTRATION_RETRY = Duration.ofSeconds(1);

  private FlinkOptions() {}

  static Configuration jobManager(Settings settings, DataFolder folder, int rpcPort) {
    Configuration options = common(folder, rpcPort, "jobmanager");
    options.set(RestOptions.ADDRESS, LOOPBACK);
    options.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    options.set(RestOptions.PORT, settings.number(Setting.FLINK_PORT));
    options.set(RestOptions.BIND_PORT, settings.text(Setting.FLINK_PORT));
    options.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    options.set(
        TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE, TaskManagerLoadBalanceMode.SLOTS);
    options.set(WebOptions.SUBMIT_ENABLE, false);
    options.set(WebOptions.CANCEL_ENABLE, false);
    options.set(WebOptions.RESCALE_ENABLE, false);
    options.set(WebOptions.LOG_PATH, folder.logFolder().resolve("jobmanager.log").toString());
    return withMetrics(options, settings.number(Setting.FLINK_METRICS_PORT));
  }

  /**
   * A TaskManager that can run the whole job, should it be the only one left.
   *
   * @param name the same in each life, by which the JobManager knows at once that the last is over
   */
  static Configuration taskManager(
      Settings settings, DataFolder folder, int rpcPort, String name, int metricsPort) {
    Configuration options =
        TaskExecutorResourceUtils.adjustForLocalExecution(common(folder, rpcPort, name));
    options.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE,
        new MemorySize(settings.bytes(Setting.FLINK_STATE_MEMORY)));
    options.set(TaskManagerOptions.TASK_MANAGER_RESOURCE_ID, name);
    options.set(TaskManagerOptions.HOST, LOOPBACK);
    options.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    options.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.number(Setting.FLINK_PARALLELISM));
    return withMetrics(options, metricsPort);
  }

  private static Configuration common(DataFolder folder, int rpcPort, String name) {
    Configuration options = new Configuration();
    options.set(JobManagerOptions.ADDRESS, LOOPBACK);
    options.set(JobManagerOptions.PORT, rpcPort);
    options.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEAT_INTERVAL);
    options.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT);
    options.set(ClusterOptions.ERROR_REGISTRATION_DELAY, REGISTRATION_RETRY);
    options.set(CoreOptions.TMP_DIRS, folder.temporaryFolder().resolve(name).toString());
    return options;
  }

  private static Configuration withMetrics(Configuration options, int port) {
    options.setString("metrics.reporters", "loopback");
    options.setString(
        "metrics.reporter.loopback.factory.class",
        LoopbackPrometheusReporter.Factory.class.getName());
    options.setString("metrics.reporter.loopback.port", String.valueOf(port));
    return options;
  }
}
