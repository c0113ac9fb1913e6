// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import java.util.EnumMap;
import java.util.Map;

/** The engines of the running Millrace, or the existing ones that the settings name. */
final class RunningEngines {
  private RunningEngines() {}

  /** The settings with the ports on which they listen: that of an embedded one may be any. */
  static Settings settings(CommonOptions common) {
    Map<Setting, String> ports = new EnumMap<>(Setting.class);
    addPort(common, ports, Setting.KAFKA_BOOTSTRAP_SERVERS, Setting.KAFKA_PORT, "kafka");
    addPort(
        common,
        ports,
        Setting.SCHEMA_REGISTRY_URL,
        Setting.SCHEMA_REGISTRY_PORT,
        "schema-registry");
    addPort(common, ports, Setting.CLICKHOUSE_URL, Setting.CLICKHOUSE_PORT, "clickhouse");
    return common.settings().with(ports);
  }

  private static void addPort(
      CommonOptions common,
      Map<Setting, String> ports,
      Setting external,
      Setting port,
      String service) {
    if (common.settings().isEmpty(external)) {
      String address =
          common
              .running()
              .flatMap(state -> state.address(service))
              .orElseThrow(() -> CommandException.notRunning(common.folder().root()));
      ports.put(port, address.substring(address.lastIndexOf(':') + 1));
    }
  }
}
