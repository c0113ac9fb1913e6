// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.millrace.ingest.Bridge;
import io.millrace.ingest.config.BridgeConfig;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.generation.GenerationKeeper;
import io.millrace.quickstart.registry.SchemaRegistryServer;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs in the pipeline's process, started in this order: registry, bridge, migrations, job. It
 * ends in the order in which a span passes: the bridge first, so that the job's last checkpoint
 * comes after the last acknowledgement.
 */
final class Pipeline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pipeline.class);

  /**
   * How long another part may take until it answers; then this process ends and is started again.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Settings settings;
  private final DataFolder folder;
  private final ChildProcess child;
  private final Endpoints endpoints;
  private final PipelineConfig config;

  // Set by the main thread, closed by the shutdown hook's.
  private volatile SchemaRegistryServer registry;
  private volatile Bridge bridge;
  private volatile FlinkCluster flink;
  private volatile SqlReader tables;

  private GenerationKeeper keeper;

  Pipeline(Settings settings, DataFolder folder, ChildProcess child) {
    this.settings = settings;
    this.folder = folder;
    this.child = child;
    this.endpoints = Endpoints.of(settings);
    this.config = new PipelineConfig(settings);
  }

  /** Starts all parts; when it returns, all answer and every subtask of the job runs. */
  void start() throws Exception {
    startRegistry();
    startBridge();
    ClickHouseEndpoint clickHouse = ClickHouseAccounts.writer(settings, folder);
    TablesAtStart.prepare(clickHouse, config.liveLimits());
    if (settings.isEmpty(Setting.FLINK_URL)) {
      startJob(clickHouse);
    }
  }

  /** Whether the job, if it is this process's affair, has not failed for good already. */
  boolean runs() throws IOException, InterruptedException {
    return keeper == null || keeper.round().isEmpty();
  }

  /**
   * Looks after the jobs, a replay's too; returns why the job has ended, which it does only when it
   * failed for good. Where it runs at another Flink that is another process's affair.
   */
  String keepJobs() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        Optional<String> end = keeper == null ? Optional.empty() : keeper.round();
        if (end.isPresent()) {
          return end.get();
        }
      } catch (IOException e) {
        log.warn("the jobs cannot be looked after now: {}", e.getMessage());
      }
      never.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void startRegistry() throws Exception {
    if (settings.isEmpty(Setting.SCHEMA_REGISTRY_URL)) {
      registry =
          SchemaRegistryServer.start(
              "127.0.0.1",
              settings.number(Setting.SCHEMA_REGISTRY_PORT),
              endpoints.kafka(),
              endpoints.kafkaClientProperties());
      child.listening("schema-registry", endpoints.schemaRegistry().url().toString());
    }
  }

  private void startBridge() throws InterruptedException, IOException {
    BridgeConfig bridgeConfig = config.bridge();
    bridge = Bridge.start(bridgeConfig);
    if (!bridge.awaitReady(PATIENCE)) {
      throw new IOException(bridge.obstacle().orElse("the bridge took too long to start"));
    }
    String host = reachable(bridgeConfig.listen().bindAddress());
    child.listening("bridge-http", "http://" + host + ":" + bridge.httpPort());
    child.listening("bridge-grpc", "http://" + host + ":" + bridge.grpcPort());
    child.listening("bridge-metrics", "http://" + host + ":" + bridge.metricsPort());
  }

  private static String reachable(String bindAddress) {
    return bindAddress.equals("0.0.0.0") || bindAddress.equals("::") ? "127.0.0.1" : bindAddress;
  }

  private void startJob(ClickHouseEndpoint clickHouse) throws Exception {
    flink = FlinkCluster.start(settings, folder);
    tables = new SqlReader(clickHouse);
    keeper = config.keeper(tables, clickHouse, folder, flink);
    keeper.round();
    child.listening("flink", "http://127.0.0.1:" + settings.number(Setting.FLINK_PORT));
    child.listening(
        "flink-metrics", "http://127.0.0.1:" + settings.number(Setting.FLINK_METRICS_PORT));
    flink.awaitRunning(keeper.currentJob());
  }

  /** Closes what has been started: bridge, job, and last the registry that both may still ask. */
  @Override
  public void close() {
    close(bridge);
    close(flink);
    close(tables);
    close(registry);
  }

  private static void close(AutoCloseable part) {
    if (part == null) {
      return;
    }
    try {
      part.close();
    } catch (Exception e) {
      log.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
