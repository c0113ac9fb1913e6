// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.replay.Capture;
import io.millrace.quickstart.replay.Replay;
import io.millrace.quickstart.replay.ReplayPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays captured requests. */
@Command(
    name = "send",
    description = "Replay captured requests (folders of NNN.headers.json and NNN.body).",
    footer = "Exit code 0: all accepted; 1: something was refused.")
final class SendCommand implements Callable<Integer> {
  private static final String DEFAULT_HTTP = "http://127.0.0.1:4318";
  private static final String DEFAULT_GRPC = "http://127.0.0.1:4317";

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "DIR", description = "Folder of the captured requests.")
  private Path folder;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      description = "Workspace to send into, instead of the recorded one.")
  private String workspace;

  @Option(
      names = "--experiment",
      paramLabel = "E",
      description = "Experiment to send into, instead of the recorded one.")
  private String experiment;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "OTLP/HTTP. Default: the running millrace, else " + DEFAULT_HTTP + ".")
  private URI url;

  @Option(
      names = "--grpc-url",
      paramLabel = "URL",
      description = "OTLP/gRPC. Default: the running millrace, else " + DEFAULT_GRPC + ".")
  private URI grpcUrl;

  @Option(names = "--reverse", description = "Send the last request first.")
  private boolean reverse;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "Send in any order, the same for the same seed.")
  private Long shuffleSeed;

  @Option(names = "--split-spans", description = "Send each span in a request of its own.")
  private boolean splitSpans;

  @Option(names = "--twice", description = "Send every request two times.")
  private boolean twice;

  @Option(
      names = "--shift",
      paramLabel = "now",
      description = "Move all times, so that the last of the capture is about now.")
  private Shift shift;

  /** What {@code --shift} takes. */
  enum Shift {
    NOW
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      Replay replay =
          new Replay(
              url == null ? address("bridge-http", DEFAULT_HTTP) : url,
              grpcUrl == null ? address("bridge-grpc", DEFAULT_GRPC) : grpcUrl,
              System.out::println);
      Replay.Result result = replay.send(capture(), plan());
      System.out.println(summary(result));
      return result.allAccepted() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private Capture capture() throws IOException {
    Capture capture = Capture.read(folder);
    return shift == null ? capture : capture.shiftedTo(Instant.now());
  }

  private ReplayPlan plan() {
    return new ReplayPlan(
        Optional.ofNullable(workspace),
        Optional.ofNullable(experiment),
        splitSpans,
        twice,
        reverse,
        shuffleSeed == null ? OptionalLong.empty() : OptionalLong.of(shuffleSeed));
  }

  private URI address(String service, String otherwise) {
    Optional<RunState> running = common.running();
    return URI.create(running.flatMap(state -> state.address(service)).orElse(otherwise));
  }

  private String summary(Replay.Result result) {
    StringBuilder line = new StringBuilder("sent ").append(folder).append(":");
    result
        .acceptedByPath()
        .forEach((path, count) -> line.append(' ').append(path).append(' ').append(count));
    line.append(", refused ").append(result.refusedRequests()).append(" requests");
    line.append(" and ").append(result.refusedItems()).append(" items");
    return line.append(", skipped ").append(result.skipped()).toString();
  }
}
