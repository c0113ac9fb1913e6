// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.cluster.FlinkJob;
import io.millrace.quickstart.cluster.JobJars;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.process.PipelineConfig;
import io.millrace.quickstart.process.TablesAtStart;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.PropertiesFile;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import io.millrace.sql.generation.Generations;
import io.millrace.stream.MillraceJob;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The job at an existing Flink. */
@Command(name = "job", description = "The Flink job at an existing cluster.")
final class JobCommand {
  /** All that a job away from this machine must be told. */
  private static final List<Setting> REQUIRED =
      List.of(
          Setting.FLINK_URL,
          Setting.FLINK_CHECKPOINT_DIRECTORY,
          Setting.KAFKA_BOOTSTRAP_SERVERS,
          Setting.SCHEMA_REGISTRY_URL,
          Setting.CLICKHOUSE_URL);

  @Command(
      name = "submit",
      description =
          "Bring the tables up to date and submit the job to flink.url; it goes on from its newest checkpoint.")
  int submit(@Mixin CommonOptions common) throws InterruptedException {
    Settings settings = common.settings();
    for (Setting setting : REQUIRED) {
      if (settings.isEmpty(setting)) {
        throw new CommandException(
            ExitCode.USAGE,
            "%s (%s) must be set to submit the job"
                .formatted(setting.key(), setting.environmentVariable()));
      }
    }
    try {
      submit(settings, common.folder());
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private static void submit(Settings settings, DataFolder folder)
      throws IOException, InterruptedException {
    ClickHouseEndpoint clickHouse = ClickHouseAccounts.external(settings);
    try (FlinkJob flink =
            new FlinkJob(
                settings.url(Setting.FLINK_URL),
                PropertiesFile.read(settings, Setting.FLINK_PROPERTIES_FILE),
                JobJars.SENT);
        SqlReader tables = new SqlReader(clickHouse)) {
      TablesAtStart.prepare(clickHouse, new PipelineConfig(settings).liveLimits());
      int generation = new Generations(tables).current();
      JobStatus status = flink.jobs().get(MillraceJob.jobId(generation));
      if (status != null && !status.isGloballyTerminalState()) {
        throw new CommandException(
            ExitCode.FAILED, "the job is at %s already: %s".formatted(flink.flink(), status));
      }
      flink.submit(new PipelineConfig(settings).job(clickHouse, folder, generation));
      System.out.printf("submitted the job to %s%n", flink.flink());
    }
  }
}
