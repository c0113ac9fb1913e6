// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.cluster.FlinkJob;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.process.PipelineConfig;
import io.millrace.quickstart.process.TablesAtStart;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.PropertiesFile;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.stream.JobConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
    JobConfig config = new PipelineConfig(settings).job(clickHouse, folder);
    try (FlinkJob job =
        new FlinkJob(
            settings.url(Setting.FLINK_URL),
            PropertiesFile.read(settings, Setting.FLINK_PROPERTIES_FILE))) {
      Optional<JobStatus> status = job.status();
      if (status.filter(known -> !known.isGloballyTerminalState()).isPresent()) {
        throw new CommandException(
            ExitCode.FAILED, "the job is at %s already: %s".formatted(job.flink(), status.get()));
      }
      TablesAtStart.prepare(clickHouse);
      job.submit(config);
      System.out.printf("submitted the job to %s%n", job.flink());
    }
  }
}
