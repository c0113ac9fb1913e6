// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void takenPort_isOneLineThatNamesItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings =
          settings(Map.of("MILLRACE_CLICKHOUSE_PORT", String.valueOf(taken.getLocalPort())));

      assertThatThrownBy(() -> FreePorts.requireFree(settings, List.of(Setting.CLICKHOUSE_PORT)))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "port %d is taken by another program: stop it, or set clickhouse.port (MILLRACE_CLICKHOUSE_PORT) to another port",
              taken.getLocalPort());
    }
  }

  @Test
  void portWantedTwice_namesBothSettings() {
    String port = String.valueOf(FreePorts.one());
    Settings settings =
        settings(Map.of("MILLRACE_FLINK_PORT", port, "MILLRACE_CLICKHOUSE_PORT", port));

    assertThatThrownBy(
            () ->
                FreePorts.requireFree(
                    settings, List.of(Setting.CLICKHOUSE_PORT, Setting.FLINK_PORT)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("wanted twice, by clickhouse.port and by flink.port");
  }

  @Test
  void chosenPorts_differAndAreNoneThatAConnectionIsGiven() {
    Settings chosen = FreePorts.choose(settings(Map.of()));

    assertThat(FreePorts.all().stream().map(chosen::number))
        .doesNotHaveDuplicates()
        .allSatisfy(port -> assertThat(port).isBetween(15_000, 32_000));
  }

  @Test
  void portThatIsNotTakenYet_isNotGivenAgain() {
    List<Integer> given = Stream.generate(FreePorts::one).limit(200).toList();

    assertThat(given).doesNotHaveDuplicates();
  }

  private static Settings settings(Map<String, String> environment) {
    Settings settings = Settings.load(Optional.empty(), environment, Map.of());
    return environment.isEmpty()
        ? settings.with(
            FreePorts.all().stream().collect(Collectors.toMap(port -> port, port -> "0")))
        : settings;
  }
}
