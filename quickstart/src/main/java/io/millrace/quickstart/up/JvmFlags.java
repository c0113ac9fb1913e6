// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import java.util.List;
import java.util.stream.Stream;

/**
 * Flags of a child's JVM: its own, then those of the settings, since of two the last one counts.
 */
final class JvmFlags {
  private JvmFlags() {}

  static List<String> of(Settings settings, String... own) {
    return Stream.concat(Stream.of(own), settings.flags(Setting.SUPERVISOR_JVM_FLAGS).stream())
        .toList();
  }
}
