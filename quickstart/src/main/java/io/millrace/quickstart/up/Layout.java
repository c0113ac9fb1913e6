// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.ProcessPlan;
import io.millrace.quickstart.supervise.StartException;
import java.nio.file.Path;
import java.util.List;

/** In which processes a Millrace runs on one machine. */
public enum Layout implements Processes {
  /** As few as can be: broker, engine, and one for all the rest. */
  QUICK_START {
    @Override
    public List<List<ProcessPlan>> plans(Settings settings, DataFolder folder, Path engineFolder)
        throws StartException {
      return new ProcessPlans(settings, folder).all(engineFolder);
    }

    @Override
    public boolean opens(Setting port) {
      return !LocalClusterPlans.PORTS.contains(port);
    }
  },

  /** Every part one or more of its own, as in production: deploy/local-cluster. */
  LOCAL_CLUSTER {
    @Override
    public List<List<ProcessPlan>> plans(Settings settings, DataFolder folder, Path engineFolder)
        throws StartException {
      return new LocalClusterPlans(settings, folder).all(engineFolder);
    }

    @Override
    public boolean opens(Setting port) {
      return true;
    }
  }
}
