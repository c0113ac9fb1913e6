// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The effective settings. A value comes from, strongest first: the command line, the environment,
 * {@code millrace.yaml}, the default. Immutable; every value has passed its check.
 */
public final class Settings {
  private record Value(String text, Object parsed, String origin) {}

  private final Map<Setting, Value> values;

  private Settings(Map<Setting, Value> values) {
    this.values = values;
    refuseOpenAddress(Setting.BRIDGE_BIND_ADDRESS, Setting.BRIDGE_OPEN_WITHOUT_CREDENTIALS);
    refuseOpenAddress(Setting.QUERY_API_BIND_ADDRESS, Setting.QUERY_API_OPEN_WITHOUT_CREDENTIALS);
  }

  /**
   * Reads the settings.
   *
   * @param file {@code millrace.yaml}, or nothing for defaults
   * @param environment variables; those of no setting are left alone
   * @param commandLine what flags say
   * @throws SettingsException in one line, if a key is unknown or a value breaks its rule
   */
  public static Settings load(
      Optional<Path> file, Map<String, String> environment, Map<Setting, String> commandLine) {
    Map<Setting, String> fromFile = file.map(SettingsFile::read).orElse(Map.of());
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String variable = setting.environmentVariable();
      if (commandLine.containsKey(setting)) {
        values.put(setting, value(setting, commandLine.get(setting), "command line"));
      } else if (environment.containsKey(variable)) {
        values.put(setting, value(setting, environment.get(variable), variable));
      } else if (fromFile.containsKey(setting)) {
        values.put(setting, value(setting, fromFile.get(setting), "millrace.yaml"));
      } else {
        values.put(setting, value(setting, setting.defaultText(), "default"));
      }
    }
    return new Settings(values);
  }

  /**
   * Variables that look like settings and are none, each with the setting it may mean. They are
   * said, not refused: other programs may use the prefix.
   */
  public static List<String> strangers(Map<String, String> environment) {
    List<String> variables =
        Arrays.stream(Setting.values()).map(Setting::environmentVariable).toList();
    return environment.keySet().stream()
        .filter(name -> name.startsWith(Setting.ENVIRONMENT_PREFIX) && !variables.contains(name))
        .sorted()
        .map(
            name ->
                "environment variable %s is no setting%s"
                    .formatted(name, Spelling.suggestion(name, variables)))
        .toList();
  }

  /** The same settings with some values replaced. */
  public Settings with(Map<Setting, String> replaced) {
    Map<Setting, Value> changed = new EnumMap<>(values);
    replaced.forEach((setting, text) -> changed.put(setting, value(setting, text, "chosen")));
    return new Settings(changed);
  }

  private static Value value(Setting setting, String text, String origin) {
    return new Value(text, setting.parse(text, origin), origin);
  }

  private void refuseOpenAddress(Setting bindAddress, Setting openAnyway) {
    if (!isLoopback(bindAddress) && !flag(openAnyway)) {
      throw new SettingsException(
          "%s %s is open to others and credentials are not checked yet: keep 127.0.0.1, or set %s: true"
              .formatted(bindAddress.key(), text(bindAddress), openAnyway.key()));
    }
  }

  private boolean isLoopback(Setting bindAddress) {
    try {
      return InetAddress.getByName(text(bindAddress)).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new SettingsException(
          "%s must be an address of this machine, but is '%s'"
              .formatted(bindAddress.key(), text(bindAddress)),
          e);
    }
  }

  public String text(Setting setting) {
    return values.get(setting).text();
  }

  /**
   * A secret: the value itself, or what its file holds ({@code kafka.password} is read from {@code
   * kafka.password-file}), without the end of line.
   *
   * @throws SettingsException if both are set, or the file cannot be read
   */
  public String secret(Setting setting) {
    Setting file = Setting.ofKey(setting.key() + "-file").orElseThrow();
    if (isEmpty(file)) {
      return text(setting);
    }
    if (!isEmpty(setting)) {
      throw new SettingsException(
          "%s and %s are both set: keep one".formatted(setting.key(), file.key()));
    }
    try {
      return Files.readString(Path.of(text(file))).stripTrailing();
    } catch (IOException e) {
      throw new SettingsException("%s cannot be read: %s".formatted(file.key(), e), e);
    }
  }

  public boolean isEmpty(Setting setting) {
    return text(setting).isEmpty();
  }

  public boolean flag(Setting setting) {
    return (Boolean) values.get(setting).parsed();
  }

  /** A port or a count. */
  public int number(Setting setting) {
    return (Integer) values.get(setting).parsed();
  }

  public long bytes(Setting setting) {
    return (Long) values.get(setting).parsed();
  }

  public Duration duration(Setting setting) {
    return (Duration) values.get(setting).parsed();
  }

  /** Flags of a JVM, perhaps none. */
  @SuppressWarnings("unchecked")
  public List<String> flags(Setting setting) {
    return (List<String>) values.get(setting).parsed();
  }

  /** A URL; {@link #isEmpty} must be asked before. */
  public URI url(Setting setting) {
    return (URI) values.get(setting).parsed();
  }

  /** All values as environment variables: how the supervisor hands them to its children. */
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    values.forEach(
        (setting, value) -> environment.put(setting.environmentVariable(), value.text()));
    return environment;
  }

  /** One line a setting for the log: key, value and where it comes from; secrets are not shown. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    values.forEach(
        (setting, value) ->
            lines.add(
                "%s = %s (%s)"
                    .formatted(
                        setting.key(),
                        setting.secret() && !value.text().isEmpty() ? "…" : value.text(),
                        value.origin())));
    return lines;
  }
}
