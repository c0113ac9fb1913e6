// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.dialects.price.PriceBook;
import io.millrace.dialects.price.PriceQuery;
import io.millrace.quickstart.settings.PriceSettings;
import io.millrace.schemas.TokenUsage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a call costs, and which price of which table makes it so. */
@Command(name = "prices", description = "Explain what a call of a model costs, step by step.")
final class PricesCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "MODEL", description = "As an agent sends it.")
  private String model;

  @Option(
      names = "--provider",
      paramLabel = "P",
      defaultValue = "",
      description =
          "gen_ai.provider.name, such as openai or aws.bedrock. Default: the model's maker.")
  private String provider;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When the call started, such as 2026-03-13T00:00:00Z. Default: now.")
  private String at;

  @Option(
      names = "--tier",
      paramLabel = "T",
      defaultValue = "",
      description = "Service tier: batch, flex or priority. Default: the list price.")
  private String tier;

  @Option(
      names = "--input",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Input tokens, cache included. Default: ${DEFAULT-VALUE}.")
  private long input;

  @Option(names = "--cache-read", paramLabel = "N", description = "Part of the input.")
  private Long cacheRead;

  @Option(names = "--cache-write", paramLabel = "N", description = "Part of the input.")
  private Long cacheWrite;

  @Option(
      names = "--cache-write-1h",
      paramLabel = "N",
      description = "Part of --cache-write that is kept for an hour.")
  private Long cacheWrite1h;

  @Option(
      names = "--output",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Output tokens, reasoning included. Default: ${DEFAULT-VALUE}.")
  private long output;

  @Option(names = "--reasoning", paramLabel = "N", description = "Part of the output.")
  private Long reasoning;

  @Override
  public Integer call() {
    PriceBook book = PriceSettings.files(common.settings()).book();
    book.explain(query()).forEach(System.out::println);
    return ExitCode.OK;
  }

  private PriceQuery query() {
    TokenUsage usage =
        new TokenUsage(input, output, cacheRead, cacheWrite, cacheWrite1h, reasoning);
    return new PriceQuery(provider, model, "", usage, tier, timeUnixNano());
  }

  private long timeUnixNano() {
    try {
      Instant time = at == null ? Instant.now() : Instant.parse(at);
      return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    } catch (DateTimeException e) {
      throw new CommandException(
          ExitCode.USAGE, "--at must be a time such as 2026-03-13T00:00:00Z, was " + at, e);
    }
  }
}
