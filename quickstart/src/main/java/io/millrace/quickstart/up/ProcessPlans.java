// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.cluster.JobProcess;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.engine.EngineCredentials;
import io.millrace.quickstart.engine.EngineEnvironment;
import io.millrace.quickstart.engine.EngineLibrary;
import io.millrace.quickstart.engine.EngineProcess;
import io.millrace.quickstart.engine.EngineUnavailableException;
import io.millrace.quickstart.process.BrokerProcess;
import io.millrace.quickstart.process.PipelineProcess;
import io.millrace.quickstart.process.QueryApiProcess;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.ProcessPlan;
import io.millrace.quickstart.supervise.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The child processes of an embedded Millrace, in the waves of their start. */
final class ProcessPlans {
  private static final String DIRECT_MEMORY = "-XX:MaxDirectMemorySize=128m";

  /**
   * What a span makes is garbage within two checkpoints: with room until then little of it grows
   * old, and little of the time goes to collections of all the heap.
   */
  private static final String YOUNG_HALF = "-XX:NewRatio=1";

  private static final String QUERY_API_DIRECT_MEMORY = "-XX:MaxDirectMemorySize=64m";

  private static final long JOB_HEAP_BYTES = 128L << 20;

  private final Settings settings;
  private final DataFolder folder;

  ProcessPlans(Settings settings, DataFolder folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /**
   * What must run: the broker and the engine only where no setting names existing ones.
   *
   * @param engineFolder where npm has installed libchdb
   * @throws StartException if the engine is needed and does not run here
   */
  List<List<ProcessPlan>> all(Path engineFolder) throws StartException {
    List<List<ProcessPlan>> waves =
        new ArrayList<>(List.of(engines(engineFolder), List.of(pipeline(), queryApi())));
    if (!settings.isEmpty(Setting.FLINK_URL)) {
      waves.add(List.of(job()));
    }
    return waves;
  }

  /** Broker and ClickHouse, as far as they are not elsewhere. */
  List<ProcessPlan> engines(Path engineFolder) throws StartException {
    List<ProcessPlan> plans = new ArrayList<>();
    if (settings.isEmpty(Setting.KAFKA_BOOTSTRAP_SERVERS)) {
      plans.add(broker());
    }
    if (settings.isEmpty(Setting.CLICKHOUSE_URL)) {
      drawPasswords();
      plans.add(clickHouse(library(engineFolder)));
    }
    return plans;
  }

  private Path library(Path engineFolder) throws StartException {
    try {
      return EngineLibrary.locate(engineFolder, settings.environment());
    } catch (EngineUnavailableException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  /** The engine wants them before it starts, and the pipeline uses them. */
  private void drawPasswords() throws StartException {
    try {
      EngineCredentials.loadOrCreate(folder.clickHouseCredentials());
    } catch (IOException e) {
      throw new StartException("passwords of the embedded ClickHouse: " + e.getMessage(), e);
    }
  }

  private ProcessPlan broker() {
    return new ProcessPlan(
        "broker",
        BrokerProcess.class,
        settings.bytes(Setting.KAFKA_HEAP),
        log("broker"),
        JvmFlags.of(settings, DIRECT_MEMORY),
        List.of(
            String.valueOf(settings.number(Setting.KAFKA_PORT)),
            String.valueOf(FreePorts.one()),
            folder.brokerFolder().toString()),
        Map.of());
  }

  private ProcessPlan clickHouse(Path library) {
    return new ProcessPlan(
        "clickhouse",
        EngineProcess.class,
        settings.bytes(Setting.CLICKHOUSE_HEAP),
        log("clickhouse"),
        JvmFlags.of(settings, DIRECT_MEMORY),
        List.of(
            "--library",
            library.toString(),
            "--data",
            folder.clickHouseFolder().toString(),
            "--port",
            String.valueOf(settings.number(Setting.CLICKHOUSE_PORT)),
            "--credentials",
            folder.clickHouseCredentials().toString(),
            "--max-memory-bytes",
            String.valueOf(settings.bytes(Setting.CLICKHOUSE_MAX_MEMORY)),
            "--min-free-disk-bytes",
            String.valueOf(settings.bytes(Setting.CLICKHOUSE_MIN_FREE_DISK_BYTES)),
            "--exit-with-parent"),
        EngineEnvironment.ofProcess());
  }

  /** At a Flink that is elsewhere. */
  private ProcessPlan job() {
    return new ProcessPlan(
        "job",
        JobProcess.class,
        JOB_HEAP_BYTES,
        log("job"),
        JvmFlags.of(settings, "-Djava.io.tmpdir=" + folder.temporaryFolder()),
        List.of(folder.root().toString()),
        settings.environment());
  }

  private ProcessPlan pipeline() {
    return new ProcessPlan(
        "pipeline",
        PipelineProcess.class,
        settings.bytes(Setting.PIPELINE_HEAP),
        log("pipeline"),
        JvmFlags.of(settings, YOUNG_HALF, "-Djava.io.tmpdir=" + folder.temporaryFolder()),
        List.of(folder.root().toString()),
        settings.environment());
  }

  /**
   * It answers before the pipeline has made the views, but nobody is told before both are ready.
   */
  ProcessPlan queryApi() {
    return new ProcessPlan(
        "query-api",
        QueryApiProcess.class,
        settings.bytes(Setting.QUERY_API_HEAP),
        log("query-api"),
        JvmFlags.of(settings, QUERY_API_DIRECT_MEMORY),
        List.of(folder.root().toString()),
        settings.environment());
  }

  private Path log(String name) {
    return folder.logFolder().resolve(name + ".log");
  }
}
