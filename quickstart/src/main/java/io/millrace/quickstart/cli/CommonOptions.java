// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that has to do with a running Millrace takes. */
final class CommonOptions {
  /** Set by the {@code millrace} script: the folder of the repository, where the settings are. */
  private static final String HOME_PROPERTY = "millrace.home";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder. Default: millrace/ in your XDG data home.")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file. Default: millrace.yaml beside the millrace script.")
  private Path config;

  private Settings settings;

  Settings settings() {
    if (settings == null) {
      Map<Setting, String> flags = new EnumMap<>(Setting.class);
      if (data != null) {
        flags.put(Setting.DATA_DIRECTORY, data.toString());
      }
      settings = Settings.load(settingsFile(), System.getenv(), flags);
    }
    return settings;
  }

  private Optional<Path> settingsFile() {
    return config != null
        ? Optional.of(config)
        : Optional.ofNullable(System.getProperty(HOME_PROPERTY))
            .map(home -> Path.of(home, "millrace.yaml"))
            .filter(Files::exists);
  }

  /** These options, as arguments of another command on the same data folder. */
  List<String> asArguments() {
    List<String> arguments = new ArrayList<>(List.of("--data", folder().root().toString()));
    if (config != null) {
      arguments.addAll(List.of("--config", config.toAbsolutePath().toString()));
    }
    return arguments;
  }

  /** Where npm has installed libchdb. */
  Path engineFolder() {
    return Path.of(System.getProperty(HOME_PROPERTY, ""), "quickstart", "engine");
  }

  DataFolder folder() {
    Path root =
        settings().isEmpty(Setting.DATA_DIRECTORY)
            ? DataFolder.defaultRoot(System.getenv())
            : Path.of(settings().text(Setting.DATA_DIRECTORY));
    return new DataFolder(root.toAbsolutePath().normalize());
  }

  /** What runs on the data folder. */
  Optional<RunState> running() {
    return RunState.ofRunning(folder());
  }

  /** The address of a service of what runs on the data folder, such as {@code bridge-http}. */
  Optional<URI> address(String service) {
    return running().flatMap(state -> state.address(service)).map(URI::create);
  }

  /** OTLP over HTTP, where one also writes: of what runs on the data folder, else the usual. */
  URI bridge() {
    return address("bridge-http").orElse(URI.create("http://127.0.0.1:4318"));
  }

  /** The reading account of the ClickHouse that the settings name, else of the one that runs. */
  ClickHouseEndpoint clickHouseReader() throws IOException {
    if (!settings().isEmpty(Setting.CLICKHOUSE_URL)) {
      return ClickHouseAccounts.external(settings());
    }
    URI url = address("clickhouse").orElseThrow(() -> CommandException.notRunning(folder().root()));
    return ClickHouseAccounts.embeddedReader(url, settings(), folder());
  }
}
