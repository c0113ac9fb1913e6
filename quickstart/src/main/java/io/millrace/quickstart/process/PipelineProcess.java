// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline's process: schema registry, bridge, migrations, and the job on Flink. Argument: the
 * data folder; settings come as environment variables.
 */
public final class PipelineProcess {
  private static final Logger log = LoggerFactory.getLogger(PipelineProcess.class);

  private PipelineProcess() {}

  /** Runs the pipeline until the supervisor ends it, or the job fails for good. */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    try {
      Settings settings = Settings.load(Optional.empty(), System.getenv(), Map.of());
      DataFolder folder = new DataFolder(Path.of(arguments[0]));
      Pipeline pipeline = child.closeAtEnd(new Pipeline(settings, folder, child));
      pipeline.start();
      if (pipeline.runs()) {
        child.ready();
      }
      child.exit(ChildProcess.FAILED, "the job has ended: " + pipeline.keepJobs());
    } catch (Exception e) {
      log.error("the pipeline cannot run", e);
      child.exit(ChildProcess.CANNOT_START, "pipeline: " + ChildProcess.rootMessage(e));
    }
  }
}
