// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.ProcessPlan;
import io.millrace.quickstart.supervise.StartException;
import java.nio.file.Path;
import java.util.List;

/** Of which processes a Millrace on this machine consists. */
public interface Processes {
  /**
   * The processes, in waves: those of one start side by side when all before answer.
   *
   * @param settings whose ports have been chosen
   * @param engineFolder where npm has installed libchdb
   * @throws StartException if the engine is needed and does not run here
   */
  List<List<ProcessPlan>> plans(Settings settings, DataFolder folder, Path engineFolder)
      throws StartException;

  /** Whether one of them listens on the port, where its part is not elsewhere. */
  boolean opens(Setting port);
}
