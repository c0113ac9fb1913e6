// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.dialects.price.PriceBook;
import io.millrace.dialects.price.PriceQuery;
import io.millrace.quickstart.settings.PriceSettings;
import io.millrace.quickstart.settings.Setting;
import io.millrace.schemas.TokenUsage;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a call costs, and which price of which table makes it so. */
@Command(
    name = "prices",
    description = {
      "Explain what a call of a model costs now, step by step: by prices of your own that were put",
      "by REST, those of the settings, and the price book. Without a model: tell those put by REST."
    })
final class PricesCommand implements Callable<Integer> {
  /** Of two that say as much the later holds, as in the job. */
  private static final String PUT_BY_REST =
      "SELECT name, definition FROM price_overrides WHERE workspace = {workspace:String}"
          + " ORDER BY update_time, name";

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "MODEL", arity = "0..1", description = "As an agent sends it.")
  private String model;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      defaultValue = "default",
      description = "Whose prices put by REST count. Default: ${DEFAULT-VALUE}.")
  private String workspace;

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
    List<PutPrice> put = putByRest();
    if (model == null) {
      put.forEach(price -> System.out.println(price.name + ": " + price.definition));
    } else {
      book.withOverrides(put.stream().map(PutPrice::definition).toList())
          .explain(query())
          .forEach(System.out::println);
    }
    return ExitCode.OK;
  }

  private record PutPrice(String name, String definition) {}

  /** Where nothing runs there are none, which is said: what it costs there is another matter. */
  private List<PutPrice> putByRest() {
    if (common.settings().isEmpty(Setting.CLICKHOUSE_URL)
        && common.address("clickhouse").isEmpty()) {
      System.out.println("nothing runs here: prices put by REST are left out");
      return List.of();
    }
    try (SqlReader tables = new SqlReader(common.clickHouseReader())) {
      return tables.query(PUT_BY_REST, Map.of("workspace", workspace)).stream()
          .map(row -> new PutPrice(row.get("name").toString(), row.get("definition").toString()))
          .toList();
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
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
