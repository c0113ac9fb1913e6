// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of each setting that is a secret. */
class SecretsTest {
  @TempDir Path folder;

  static Stream<Setting> secrets() {
    return Arrays.stream(Setting.values()).filter(Setting::secret);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void secret_isGivenOrReadFromItsFile(Setting secret) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");

    assertThat(load(Map.of(secret.environmentVariable(), "hunter1")).secret(secret))
        .isEqualTo("hunter1");
    assertThat(load(Map.of(fileVariable(secret), file.toString())).secret(secret))
        .isEqualTo("hunter2");
    assertThat(load(Map.of()).secret(secret)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void secret_isNeitherDescribedNorReadForTheEnvironmentOfAChild(Setting secret)
      throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");

    assertThat(load(Map.of(secret.environmentVariable(), "hunter1")).describe())
        .noneMatch(line -> line.contains("hunter1"));
    assertThat(load(Map.of(fileVariable(secret), file.toString())).environment().values())
        .noneMatch(value -> value.contains("hunter2"));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void secretAndFile_together_areRefused(Setting secret) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");
    Settings settings =
        load(
            Map.of(secret.environmentVariable(), "hunter1", fileVariable(secret), file.toString()));

    assertThatThrownBy(() -> settings.secret(secret))
        .isInstanceOf(SettingsException.class)
        .hasMessage("%1$s and %1$s-file are both set: keep one".formatted(secret.key()));
  }

  private static String fileVariable(Setting secret) {
    return secret.environmentVariable() + "_FILE";
  }

  private static Settings load(Map<String, String> environment) {
    return Settings.load(Optional.empty(), environment, Map.of());
  }
}
