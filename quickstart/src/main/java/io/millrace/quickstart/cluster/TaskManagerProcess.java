// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.process.ChildProcess;
import io.millrace.quickstart.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of Flink's TaskManagers (2.3), under supervision. Arguments: data folder, the JobManager's
 * RPC port, name, port of its metrics; settings come as environment variables.
 */
public final class TaskManagerProcess {
  private static final Logger log = LoggerFactory.getLogger(TaskManagerProcess.class);

  private TaskManagerProcess() {}

  /** Runs the TaskManager until the supervisor ends it. */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    String name = arguments[2];
    int metricsPort = Integer.parseInt(arguments[3]);
    try {
      Configuration options =
          FlinkOptions.taskManager(
              Settings.load(Optional.empty(), System.getenv(), Map.of()),
              new DataFolder(Path.of(arguments[0])),
              Integer.parseInt(arguments[1]),
              name,
              metricsPort);
      PluginManager plugins = PluginUtils.createPluginManagerFromRootFolder(options);
      FileSystem.initialize(options, plugins);
      TaskManagerRunner taskManager =
          new TaskManagerRunner(options, plugins, TaskManagerRunner::createTaskExecutorService);
      child.closeAtEnd(taskManager::close);
      taskManager.start();
      child.listening("flink-metrics-" + name, "http://127.0.0.1:" + metricsPort);
      child.ready();
      TaskManagerRunner.Result end = taskManager.getTerminationFuture().get();
      child.exit(ChildProcess.FAILED, "%s has ended: %s".formatted(name, end));
    } catch (Exception e) {
      log.error("{} cannot run", name, e);
      child.exit(ChildProcess.CANNOT_START, name + ": " + ChildProcess.rootMessage(e));
    }
  }
}
