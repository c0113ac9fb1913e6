// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.generation.ReplayRun;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.SqlReader;
import io.millrace.sql.generation.GenerationState;
import io.millrace.sql.generation.GenerationState.State;
import io.millrace.sql.generation.Generations;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks for a replay, and follows it until it has taken over. */
@Command(
    name = "replay",
    description = {
      "Read the whole raw log anew, with the rules of this version, into a new generation of rows,",
      "beside live ingest. When it has caught up, all views switch to it at once."
    },
    footer = {
      "It goes on without this command; called again, the command follows it again.",
      "Exit code 0: the views show the new generation; 1: it was given up; 3: nothing runs."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(
      names = "--from-what-is-left",
      description =
          "Replay though the broker has deleted the oldest records: the views then lose their spans.")
  private boolean fromWhatIsLeft;

  @Option(names = "--abandon", description = "Give up the replay that is under way.")
  private boolean abandon;

  @Option(
      names = "--drop-superseded",
      description =
          "Drop the rows that replays have superseded; else after replay.keep-superseded.")
  private boolean dropSuperseded;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = RunningEngines.settings(common);
    try (SqlReader tables = new SqlReader(ClickHouseAccounts.writer(settings, common.folder()))) {
      Generations generations = new Generations(tables);
      if (abandon) {
        return abandon(generations);
      }
      return dropSuperseded ? dropSuperseded(generations) : replay(generations, settings);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private int replay(Generations generations, Settings settings)
      throws IOException, InterruptedException {
    Endpoints endpoints = Endpoints.of(settings);
    Map<String, Object> kafka = new HashMap<>(endpoints.kafkaClientProperties());
    kafka.put("bootstrap.servers", endpoints.kafka());
    ReplayRun run = new ReplayRun(generations, kafka, line -> System.out.println("  " + line));
    long startNanos = System.nanoTime();
    int generation = run.request(fromWhatIsLeft);
    GenerationState end = run.follow(generation);
    if (end.state() == State.CURRENT) {
      System.out.printf(
          "generation %d has taken over after %s%n",
          generation, Console.seconds(Duration.ofNanos(System.nanoTime() - startNanos)));
      return ExitCode.OK;
    }
    System.out.printf("generation %d was given up: %s%n", generation, end.reason());
    return ExitCode.FAILED;
  }

  private static int abandon(Generations generations) throws IOException {
    Optional<GenerationState> replay = generations.replaying();
    if (replay.isEmpty()) {
      System.out.println("no replay is under way");
      return ExitCode.FAILED;
    }
    generations.abandon(replay.get().generation(), "by command");
    System.out.printf("generation %d is given up%n", replay.get().generation());
    return ExitCode.OK;
  }

  private static int dropSuperseded(Generations generations) throws IOException {
    for (GenerationState state : generations.states()) {
      if (state.state() == State.SUPERSEDED) {
        generations.release(state.generation());
        System.out.printf("generation %d is being dropped%n", state.generation());
      }
    }
    return ExitCode.OK;
  }
}
