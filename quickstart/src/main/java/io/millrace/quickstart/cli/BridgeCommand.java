// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.ingest.Bridge;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.process.PipelineConfig;
import io.millrace.quickstart.settings.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs one bridge and nothing else, until it is ended by a signal. */
@Command(
    name = "bridge",
    description = "Run a bridge of its own; settings name its Kafka and its registry.")
final class BridgeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws Exception {
    Settings settings = common.settings();
    Settings.strangers(System.getenv()).forEach(System.err::println);
    DataFolder folder = common.folder();
    folder.prepare();
    System.setProperty("millrace.log.file", folder.logFolder().resolve("bridge.log").toString());
    Bridge bridge = Bridge.start(new PipelineConfig(settings).bridge());
    Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "close"));
    Console console = new Console(System.out);
    console.say(
        "bridge: OTLP over HTTP on port %d, over gRPC on %d; /readyz and /metrics on %d",
        bridge.httpPort(), bridge.grpcPort(), bridge.metricsPort());
    bridge.obstacle().ifPresent(obstacle -> console.say("not ready yet: %s", obstacle));
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }
}
