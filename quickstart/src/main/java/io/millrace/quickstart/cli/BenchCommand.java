// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.millrace.quickstart.bench.Bench;
import io.millrace.quickstart.bench.BenchPlan;
import io.millrace.quickstart.bench.BenchResult;
import io.millrace.quickstart.bench.BenchTarget;
import io.millrace.quickstart.bench.QueryBench;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import io.millrace.quickstart.up.TemporaryMillrace;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures throughput, freshness, storage, processor time and memory. */
@Command(
    name = "bench",
    description = {
      "Measure spans a second, freshness, storage, CPU and memory of a millrace of its own, on",
      "free ports and a temporary data folder."
    },
    footer = "Exit code 0: measured, and every number was right; 1: one was not.")
final class BenchCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Option(names = "--quick", description = "Less of everything: a minute or two.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed gives the same traffic. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON too.")
  private Path json;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = {
        "OTLP/HTTP of another one; its ClickHouse is that of the settings.",
        "CPU, memory and storage are not measured then."
      })
  private URI endpoint;

  @Option(
      names = "--queries",
      description = "Measure the query API instead, over --spans made-up spans of 30 days.")
  private boolean queries;

  @Option(
      names = "--spans",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "Spans for --queries. Default: ${DEFAULT-VALUE}.")
  private long spans;

  @Override
  public Integer call() throws Exception {
    if (queries) {
      return measureQueries();
    }
    BenchResult result = endpoint == null ? ofTemporary() : ofOther();
    System.out.print(BenchReport.of(result));
    if (json != null) {
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValue(json.toFile(), result);
    }
    return result.throughput().wrongNumbers() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private BenchResult ofTemporary() throws IOException, StartException, InterruptedException {
    System.out.println("  starting a millrace on free ports");
    try (TemporaryMillrace millrace =
            TemporaryMillrace.start(common.settings(), common.engineFolder());
        SqlReader sql =
            new SqlReader(ClickHouseAccounts.writer(millrace.settings(), millrace.folder()))) {
      return measure(target(millrace.settings(), millrace.folder(), millrace.state(), sql));
    }
  }

  private int measureQueries() throws IOException, StartException, InterruptedException {
    try (TemporaryMillrace millrace =
            TemporaryMillrace.start(common.settings(), common.engineFolder());
        SqlReader sql =
            new SqlReader(ClickHouseAccounts.writer(millrace.settings(), millrace.folder()))) {
      URI api = URI.create(millrace.state().address("query-api").orElseThrow());
      System.out.println(spans + " spans; median and p95 of 20 answers each");
      QueryBench bench = new QueryBench(sql, api, line -> System.out.println("  " + line));
      bench.fill(spans);
      bench.measure();
      return ExitCode.OK;
    }
  }

  private static BenchTarget target(
      Settings settings, DataFolder folder, RunState state, SqlReader sql) {
    Endpoints endpoints = Endpoints.of(settings);
    return new BenchTarget(
        URI.create(state.address("bridge-http").orElseThrow()),
        sql::query,
        settings.text(Setting.CLICKHOUSE_DATABASE),
        emitterCostFirst(settings),
        state.processes(),
        Optional.of(
            new BenchTarget.Local(
                folder,
                endpoints.kafka(),
                endpoints.schemaRegistry().url(),
                URI.create(state.address("query-api").orElseThrow()))));
  }

  private BenchResult ofOther() throws IOException, InterruptedException {
    try (SqlReader sql = new SqlReader(common.clickHouseReader())) {
      return measure(
          new BenchTarget(
              endpoint,
              sql::query,
              common.settings().text(Setting.CLICKHOUSE_DATABASE),
              emitterCostFirst(common.settings()),
              List.of(),
              Optional.empty()));
    }
  }

  private BenchResult measure(BenchTarget target) throws IOException, InterruptedException {
    BenchPlan plan = quick ? BenchPlan.quick(seed) : BenchPlan.full(seed);
    return new Bench(target, plan, line -> System.out.println("  " + line)).run();
  }

  private static boolean emitterCostFirst(Settings settings) {
    return settings.text(Setting.COST_PRECEDENCE).equalsIgnoreCase("emitter");
  }
}
