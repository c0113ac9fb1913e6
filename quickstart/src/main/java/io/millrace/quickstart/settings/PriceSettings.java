// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import io.millrace.stream.PriceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the settings add to the price book. */
public final class PriceSettings {
  private PriceSettings() {}

  /**
   * Reads them, and tries them.
   *
   * @throws SettingsException one cannot be read, is malformed or not to be believed
   */
  public static PriceFiles files(Settings settings) {
    PriceFiles files =
        new PriceFiles(
            read(settings, Setting.COST_PRICES_FILE), read(settings, Setting.COST_PRICE_TABLE));
    check(Setting.COST_PRICE_TABLE, new PriceFiles("", files.table()));
    check(Setting.COST_PRICES_FILE, new PriceFiles(files.overrides(), ""));
    return files;
  }

  private static String read(Settings settings, Setting setting) {
    if (settings.isEmpty(setting)) {
      return "";
    }
    Path file = Path.of(settings.text(setting));
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SettingsException(
          "%s names %s, which cannot be read: %s".formatted(setting.key(), file, e.getMessage()),
          e);
    }
  }

  private static void check(Setting setting, PriceFiles files) {
    if (files.equals(PriceFiles.NONE)) {
      return;
    }
    try {
      files.book();
    } catch (IllegalArgumentException e) {
      throw new SettingsException(setting.key() + ": " + e.getMessage(), e);
    }
  }
}
