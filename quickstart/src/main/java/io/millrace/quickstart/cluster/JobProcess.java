// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.generation.GenerationKeeper;
import io.millrace.quickstart.process.ChildProcess;
import io.millrace.quickstart.process.PipelineConfig;
import io.millrace.quickstart.process.TablesAtStart;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.PropertiesFile;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the job running at a Flink without high availability, and a replay's beside it: submits it,
 * and submits it again from its newest checkpoint when a new JobManager knows nothing of it. The
 * job runs on without this process. Argument: data folder; settings come as environment variables.
 */
public final class JobProcess {
  private static final Logger log = LoggerFactory.getLogger(JobProcess.class);
  private static final long LOOK_EVERY_MILLIS = 500;

  private final FlinkJob job;
  private final GenerationKeeper keeper;
  private final ChildProcess child;
  private boolean told;
  private String obstacle = "";

  private JobProcess(FlinkJob job, GenerationKeeper keeper, ChildProcess child) {
    this.job = job;
    this.keeper = keeper;
    this.child = child;
  }

  /** Runs until the supervisor ends it, or the job fails for good. */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    try {
      Settings settings = Settings.load(Optional.empty(), System.getenv(), Map.of());
      DataFolder folder = new DataFolder(Path.of(arguments[0]));
      ClickHouseEndpoint clickHouse = ClickHouseAccounts.writer(settings, folder);
      TablesAtStart.prepare(clickHouse, new PipelineConfig(settings).liveLimits());
      URI flink = Endpoints.of(settings).flink();
      FlinkJob job =
          child.closeAtEnd(
              new FlinkJob(
                  flink,
                  PropertiesFile.read(settings, Setting.FLINK_PROPERTIES_FILE),
                  settings.isEmpty(Setting.FLINK_URL) ? JobJars.SHARED : JobJars.SENT));
      SqlReader tables = child.closeAtEnd(new SqlReader(clickHouse));
      GenerationKeeper keeper =
          new PipelineConfig(settings).keeper(tables, clickHouse, folder, job);
      new JobProcess(job, keeper, child).keep();
    } catch (Exception e) {
      log.error("the job cannot be kept running", e);
      child.exit(ChildProcess.CANNOT_START, "job: " + ChildProcess.rootMessage(e));
    }
  }

  /** Looks after the job; returns when it has failed for good. */
  private void keep() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        Optional<String> end = keeper.round();
        if (end.isPresent()) {
          child.exit(ChildProcess.FAILED, "the job has ended: " + end.get());
          return;
        }
        tellOnce();
        obstacle = "";
      } catch (IOException e) {
        tellObstacle(String.valueOf(e.getMessage()));
      }
      never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Once, not twice a second while it lasts. */
  private void tellObstacle(String now) {
    if (!now.equals(obstacle)) {
      log.warn("the job cannot be looked after now: {}", now);
    }
    obstacle = now;
  }

  private void tellOnce() throws IOException, InterruptedException {
    if (!told) {
      job.checkpoint(keeper.currentJob());
      told = true;
      child.listening("job", job.flink().toString());
      child.ready();
    }
  }
}
