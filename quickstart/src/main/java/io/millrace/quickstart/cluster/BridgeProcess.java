// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import io.millrace.ingest.Bridge;
import io.millrace.ingest.config.BridgeConfig;
import io.millrace.quickstart.process.ChildProcess;
import io.millrace.quickstart.process.PipelineConfig;
import io.millrace.quickstart.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bridge as a process; settings come as environment variables. */
public final class BridgeProcess {
  private static final Logger log = LoggerFactory.getLogger(BridgeProcess.class);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private BridgeProcess() {}

  /**
   * Runs a bridge until the supervisor ends it.
   *
   * @param arguments its name among the others, e.g. bridge-2; services are told as bridge-2-http
   */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    String name = arguments[0];
    try {
      BridgeConfig config =
          new PipelineConfig(Settings.load(Optional.empty(), System.getenv(), Map.of())).bridge();
      Bridge bridge = child.closeAtEnd(Bridge.start(config));
      if (!bridge.awaitReady(PATIENCE)) {
        throw new IOException(bridge.obstacle().orElse("it took too long to start"));
      }
      child.listening(name + "-http", "http://127.0.0.1:" + bridge.httpPort());
      child.listening(name + "-grpc", "http://127.0.0.1:" + bridge.grpcPort());
      child.listening(name + "-metrics", "http://127.0.0.1:" + bridge.metricsPort());
      child.ready();
      new CountDownLatch(1).await();
    } catch (Exception e) {
      log.error("{} cannot run", name, e);
      child.exit(ChildProcess.CANNOT_START, name + ": " + ChildProcess.rootMessage(e));
    }
  }
}
