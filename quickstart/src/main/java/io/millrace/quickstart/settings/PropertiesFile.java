// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Options of Kafka or Flink, in their own words, from a file of Java properties. */
public final class PropertiesFile {
  private PropertiesFile() {}

  /**
   * The options that the file of a setting holds; none where it names no file.
   *
   * @throws SettingsException if the file cannot be read
   */
  public static Map<String, String> read(Settings settings, Setting setting) {
    Map<String, String> options = new TreeMap<>();
    if (settings.isEmpty(setting)) {
      return options;
    }
    String file = settings.text(setting);
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("%s %s cannot be read: %s".formatted(setting.key(), file, e), e);
    }
    lines.stringPropertyNames().forEach(name -> options.put(name, lines.getProperty(name)));
    return options;
  }
}
