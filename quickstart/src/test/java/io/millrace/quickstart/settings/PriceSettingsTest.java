// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.stream.PriceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceSettingsTest {
  @TempDir private Path folder;

  @Test
  void noFile_addsNothing() {
    assertThat(PriceSettings.files(settings(Map.of()))).isEqualTo(PriceFiles.NONE);
  }

  @Test
  void overrides_areReadOnce() throws IOException {
    Path file = folder.resolve("prices.yaml");
    Files.writeString(file, "- {model: house, same_as: {provider: openai, model: gpt-4o-mini}}");

    PriceFiles files =
        PriceSettings.files(settings(Map.of("MILLRACE_COST_PRICES_FILE", file.toString())));

    assertThat(files.overrides()).contains("house");
    assertThat(files.book().version()).startsWith("overrides-");
  }

  @Test
  void badFile_isNamedWithItsSetting() throws IOException {
    Path file = folder.resolve("prices.yaml");
    Files.writeString(file, "- {modle: house}");

    assertThatThrownBy(
            () ->
                PriceSettings.files(settings(Map.of("MILLRACE_COST_PRICES_FILE", file.toString()))))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("cost.prices-file: price overrides, line 1");
    assertThatThrownBy(
            () ->
                PriceSettings.files(settings(Map.of("MILLRACE_COST_PRICE_TABLE", file.toString()))))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("cost.price-table: no price table");
    assertThatThrownBy(
            () ->
                PriceSettings.files(
                    settings(
                        Map.of("MILLRACE_COST_PRICES_FILE", folder.resolve("none").toString()))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cost.prices-file names ");
  }

  private static Settings settings(Map<String, String> environment) {
    return Settings.load(Optional.empty(), environment, Map.of());
  }
}
