// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.capture.CaptureServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records what an agent sends. */
@Command(
    name = "capture",
    description = {
      "Record what an agent sends to a port of this machine, by HTTP or gRPC, until Ctrl-C.",
      "Headers that may be credentials are not written down; bodies are, as they are: 'millrace",
      "scrub' makes a copy that can be shared."
    })
final class CaptureCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder to write, without a capture in it.")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "4318",
      description = "Port for HTTP and gRPC; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--max-body-bytes",
      paramLabel = "N",
      defaultValue = "67108864",
      description = "Larger requests are answered 413. Default: ${DEFAULT-VALUE}.")
  private long maxBodyBytes;

  @Option(
      names = "--forward",
      paramLabel = "URL",
      description = "Pass every request on, such as to a bridge, and answer what it answers.")
  private URI forward;

  @Override
  public Integer call() throws InterruptedException {
    // netty-all, which Flink brings, is an empty jar: its version does not matter.
    System.setProperty("com.linecorp.armeria.warnNettyVersions", "false");
    try {
      CaptureServer.Options options =
          new CaptureServer.Options(folder, port, maxBodyBytes, Optional.ofNullable(forward));
      CaptureServer capture = CaptureServer.start(options, Clock.systemUTC(), System.out::println);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(capture), "finish"));
      System.out.printf(
          "recording into %s. Point an agent here: OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:%d%n",
          folder, capture.port());
      System.out.println("Ctrl-C ends.");
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private void finish(CaptureServer capture) {
    try {
      capture.close();
    } catch (IOException e) {
      System.err.println("millrace: client.json could not be written: " + e.getMessage());
    }
    capture.requestsByPath().forEach((path, count) -> System.out.println(count + " x " + path));
    System.out.printf(
        "next: 'millrace conform %s --propose' writes what Millrace makes of it, for you to check%n",
        folder);
  }
}
