// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code millrace.yaml}: nested mappings whose leaves are settings. */
final class SettingsFile {
  private SettingsFile() {}

  static Map<Setting, String> read(Path file) {
    Map<String, String> leaves = new LinkedHashMap<>();
    Object root = parse(file);
    if (root instanceof Map<?, ?> mapping) {
      flatten("", mapping, leaves);
    } else if (root != null) {
      throw new SettingsException(file + " must hold a mapping of settings");
    }
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    leaves.forEach((key, text) -> settings.put(known(key, file), text));
    return settings;
  }

  private static Object parse(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
    } catch (IOException e) {
      throw new SettingsException("settings file " + file + " cannot be read: " + e, e);
    } catch (YAMLException e) {
      throw new SettingsException(file + " is no YAML: " + e.getMessage(), e);
    }
  }

  private static void flatten(String prefix, Map<?, ?> mapping, Map<String, String> leaves) {
    mapping.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> nested) {
            flatten(key + ".", nested, leaves);
          } else {
            leaves.put(key, value == null ? "" : value.toString());
          }
        });
  }

  private static Setting known(String key, Path file) {
    return Setting.ofKey(key)
        .orElseThrow(
            () ->
                new SettingsException(
                    "unknown setting '%s' in %s%s"
                        .formatted(key, file, Spelling.suggestion(key, Setting.keys()))));
  }
}
