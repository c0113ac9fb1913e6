// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.ProcessPlan;
import io.millrace.quickstart.supervise.StartException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The local cluster with somebody between the embedded ClickHouse and all that ask it, who listens
 * on {@code clickhouse.port}.
 *
 * @param enginePort on which the engine itself listens
 */
public record ClusterBehindProxy(int enginePort) implements Processes {
  private static final String ENGINE = "clickhouse";

  @Override
  public List<List<ProcessPlan>> plans(Settings settings, DataFolder folder, Path engineFolder)
      throws StartException {
    Settings own = settings.with(Map.of(Setting.CLICKHOUSE_PORT, String.valueOf(enginePort)));
    ProcessPlan engine =
        new ProcessPlans(own, folder)
            .engines(engineFolder).stream()
                .filter(plan -> plan.name().equals(ENGINE))
                .findFirst()
                .orElseThrow(
                    () -> new StartException("clickhouse.url is set: there is nobody to disturb"));
    return Layout.LOCAL_CLUSTER.plans(settings, folder, engineFolder).stream()
        .map(wave -> wave.stream().map(plan -> plan.name().equals(ENGINE) ? engine : plan).toList())
        .toList();
  }

  @Override
  public boolean opens(Setting port) {
    return port != Setting.CLICKHOUSE_PORT;
  }
}
