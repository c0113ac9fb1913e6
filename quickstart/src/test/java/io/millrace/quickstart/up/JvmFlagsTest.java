// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
  @Test
  void flags_ofTheSettings_standBehindAProcessesOwn() {
    assertThat(JvmFlags.of(settings("-Xss2m  -XX:NewRatio=3"), "-XX:NewRatio=1", "-Da=b"))
        .containsExactly("-XX:NewRatio=1", "-Da=b", "-Xss2m", "-XX:NewRatio=3");
  }

  @Test
  void flags_byDefault_areAProcessesOwn() {
    assertThat(JvmFlags.of(settings(""), "-Da=b")).containsExactly("-Da=b");
  }

  private static Settings settings(String flags) {
    return Settings.load(Optional.empty(), Map.of(), Map.of(Setting.SUPERVISOR_JVM_FLAGS, flags));
  }
}
