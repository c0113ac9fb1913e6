// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLibraryTest {

  @TempDir Path folder;

  @Test
  void environment_goesBeforeTheInstalledOne() throws IOException, EngineUnavailableException {
    Path given = Files.createFile(folder.resolve("my.so"));

    assertThat(
            EngineLibrary.locate(folder, Map.of(EngineLibrary.LIBRARY_VARIABLE, given.toString())))
        .isEqualTo(given);
  }

  @Test
  void absentLibrary_saysWhatToDo() {
    assertThatThrownBy(
            () -> EngineLibrary.locate(folder, Map.of(EngineLibrary.LIBRARY_VARIABLE, "/no/such")))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining(EngineLibrary.LIBRARY_VARIABLE)
        .hasMessageContaining("clickhouse.url");
    assertThatThrownBy(() -> EngineLibrary.locate(folder, Map.of()))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining(EngineLibrary.URL_VARIABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, false, true",
    "Linux, amd64, true, false",
    "Linux, aarch64, false, false",
    "Mac OS X, aarch64, false, false",
    "Windows 11, amd64, false, false",
  })
  void platform_isLinuxX64WithGlibc(String os, String arch, boolean musl, boolean supported) {
    assertThat(EngineLibrary.isSupported(os, arch, musl)).isEqualTo(supported);
  }
}
