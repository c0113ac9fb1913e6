// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.cluster.BridgeProcess;
import io.millrace.quickstart.cluster.FlinkClassPath;
import io.millrace.quickstart.cluster.JobManagerProcess;
import io.millrace.quickstart.cluster.JobProcess;
import io.millrace.quickstart.cluster.RegistryProcess;
import io.millrace.quickstart.cluster.TaskManagerProcess;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.ProcessPlan;
import io.millrace.quickstart.supervise.StartException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The child processes of a cluster on one machine, in the waves of their start: engines and
 * JobManager, registry and two TaskManagers, two bridges, and the one that submits the job.
 */
final class LocalClusterPlans {
  /** The settings that only this layout listens on. */
  static final List<Setting> PORTS =
      List.of(
          Setting.LOCAL_CLUSTER_BRIDGE_2_HTTP_PORT,
          Setting.LOCAL_CLUSTER_BRIDGE_2_GRPC_PORT,
          Setting.LOCAL_CLUSTER_BRIDGE_2_METRICS_PORT);

  private static final long SMALL_HEAP_BYTES = 128L << 20;

  private final Settings settings;
  private final DataFolder folder;
  private final String flinkRpcPort = String.valueOf(FreePorts.one());

  LocalClusterPlans(Settings settings, DataFolder folder) {
    this.settings = settings;
    this.folder = folder;
  }

  List<List<ProcessPlan>> all(Path engineFolder) throws StartException {
    ProcessPlans common = new ProcessPlans(settings, folder);
    List<ProcessPlan> first = new ArrayList<>(common.engines(engineFolder));
    List<ProcessPlan> second = new ArrayList<>();
    if (settings.isEmpty(Setting.FLINK_URL)) {
      first.add(jobManager());
      second.add(taskManager("taskmanager-1"));
      second.add(taskManager("taskmanager-2"));
    }
    if (settings.isEmpty(Setting.SCHEMA_REGISTRY_URL)) {
      second.add(
          plan("registry", RegistryProcess.class, SMALL_HEAP_BYTES, List.of(), environment()));
    }
    return List.of(
        first,
        second,
        List.of(bridge("bridge-1", settings), bridge("bridge-2", secondBridge())),
        List.of(job(), common.queryApi()));
  }

  private ProcessPlan job() {
    return plan(
        "job",
        JobProcess.class,
        SMALL_HEAP_BYTES,
        List.of(folder.root().toString()),
        environment());
  }

  private ProcessPlan bridge(String name, Settings bridge) {
    return plan(
        name,
        BridgeProcess.class,
        settings.bytes(Setting.LOCAL_CLUSTER_BRIDGE_HEAP),
        List.of(name),
        bridge.environment());
  }

  private Settings secondBridge() {
    return settings.with(
        Map.of(
            Setting.BRIDGE_HTTP_PORT, settings.text(Setting.LOCAL_CLUSTER_BRIDGE_2_HTTP_PORT),
            Setting.BRIDGE_GRPC_PORT, settings.text(Setting.LOCAL_CLUSTER_BRIDGE_2_GRPC_PORT),
            Setting.BRIDGE_METRICS_PORT,
                settings.text(Setting.LOCAL_CLUSTER_BRIDGE_2_METRICS_PORT)));
  }

  private ProcessPlan jobManager() {
    return plan(
        "jobmanager",
        JobManagerProcess.class,
        settings.bytes(Setting.LOCAL_CLUSTER_JOBMANAGER_HEAP),
        List.of(folder.root().toString(), flinkRpcPort),
        flinkEnvironment());
  }

  private ProcessPlan taskManager(String name) {
    return plan(
        name,
        TaskManagerProcess.class,
        settings.bytes(Setting.LOCAL_CLUSTER_TASKMANAGER_HEAP),
        List.of(folder.root().toString(), flinkRpcPort, name, String.valueOf(FreePorts.one())),
        flinkEnvironment());
  }

  private Map<String, String> environment() {
    return settings.environment();
  }

  /** On Flink's own jars: the job's come with the job, as to any Flink. */
  private Map<String, String> flinkEnvironment() {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.put("CLASSPATH", FlinkClassPath.ofFlink());
    return environment;
  }

  private ProcessPlan plan(
      String name,
      Class<?> mainClass,
      long heapBytes,
      List<String> arguments,
      Map<String, String> environment) {
    return new ProcessPlan(
        name,
        mainClass,
        heapBytes,
        folder.logFolder().resolve(name + ".log"),
        JvmFlags.of(settings, "-Djava.io.tmpdir=" + folder.temporaryFolder()),
        arguments,
        environment);
  }
}
