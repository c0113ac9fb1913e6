// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
  private static final Path ANNOTATED = Path.of("..", "millrace.yaml");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void annotatedFile_namesEachSettingWithItsDefaultAndVariable(Setting setting) throws IOException {
    assertThat(SettingsFile.read(ANNOTATED)).containsEntry(setting, setting.defaultText());
    assertThat(Files.readString(ANNOTATED)).contains(setting.environmentVariable());
  }

  @ParameterizedTest
  @EnumSource
  void defaults_passTheirOwnCheck(Setting setting) {
    assertThat(load(Map.of()).text(setting)).isEqualTo(setting.defaultText());
  }

  @Test
  void commandLine_goesBeforeEnvironmentBeforeFileBeforeDefault() throws IOException {
    Path file = file("bridge: {http-port: 1, grpc-port: 1, metrics-port: 1}");
    Map<String, String> environment =
        Map.of("MILLRACE_BRIDGE_HTTP_PORT", "2", "MILLRACE_BRIDGE_GRPC_PORT", "2");

    Settings settings =
        Settings.load(Optional.of(file), environment, Map.of(Setting.BRIDGE_HTTP_PORT, "3"));

    assertThat(settings.number(Setting.BRIDGE_HTTP_PORT)).isEqualTo(3);
    assertThat(settings.number(Setting.BRIDGE_GRPC_PORT)).isEqualTo(2);
    assertThat(settings.number(Setting.BRIDGE_METRICS_PORT)).isEqualTo(1);
    assertThat(settings.number(Setting.FLINK_PORT)).isEqualTo(8081);
  }

  @Test
  void values_areTyped() {
    Settings settings =
        load(
            Map.of(
                "MILLRACE_KAFKA_HEAP", "1GiB",
                "MILLRACE_BRIDGE_LIMITS_MAX_RECORD_BYTES", "900KiB",
                "MILLRACE_FLINK_CHECKPOINT_INTERVAL", "250ms",
                "MILLRACE_BRIDGE_TOPICS_RAW_RETENTION", "2d",
                "MILLRACE_CLICKHOUSE_URL", "https://clickhouse.example:8443"));

    assertThat(settings.bytes(Setting.KAFKA_HEAP)).isEqualTo(1L << 30);
    assertThat(settings.bytes(Setting.BRIDGE_MAX_RECORD)).isEqualTo(921_600);
    assertThat(settings.duration(Setting.FLINK_CHECKPOINT_INTERVAL))
        .isEqualTo(Duration.ofMillis(250));
    assertThat(settings.duration(Setting.TOPICS_RAW_RETENTION)).isEqualTo(Duration.ofDays(2));
    assertThat(settings.url(Setting.CLICKHOUSE_URL))
        .isEqualTo(URI.create("https://clickhouse.example:8443"));
  }

  @ParameterizedTest
  @CsvSource({
    "MILLRACE_FLINK_PORT, 65536, a port",
    "MILLRACE_FLINK_PORT, -1, a port",
    "MILLRACE_FLINK_PORT, eighty, a port",
    "MILLRACE_FLINK_PARALLELISM, 0, a whole number",
    "MILLRACE_KAFKA_HEAP, 256 megabytes, a size",
    "MILLRACE_KAFKA_HEAP, 999999999999999GiB, a size",
    "MILLRACE_FLINK_CHECKPOINT_INTERVAL, 1, a time",
    "MILLRACE_FLINK_STATE_BACKEND, forst, hashmap or rocksdb",
    "MILLRACE_COST_PRECEDENCE, cheapest, computed or emitter",
    "MILLRACE_NOISE_POLICY, sometimes, keep",
    "MILLRACE_SUPERVISOR_JVM_FLAGS, Xmx1g, start with a -",
    "MILLRACE_CLICKHOUSE_URL, clickhouse:8123, a URL",
    "MILLRACE_SCHEMA_REGISTRY_URL, http://me:secret@registry, without user and password",
    "MILLRACE_KAFKA_SECURITY_PROTOCOL, TLS, SASL_SSL",
    "MILLRACE_KAFKA_SASL_MECHANISM, GSSAPI, kafka.properties-file",
    "MILLRACE_KAFKA_CA_CERTIFICATE_FILE, /nowhere/ca.pem, a file that can be read",
    "MILLRACE_BRIDGE_OPEN_WITHOUT_CREDENTIALS, yes, true or false"
  })
  void value_thatBreaksItsRule_isNamedWithRuleAndOrigin(
      String variable, String value, String rule) {
    assertThatThrownBy(() -> load(Map.of(variable, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(rule)
        .hasMessageContaining("'" + value + "' (" + variable + ")");
  }

  @Test
  void unknownKey_isRefusedWithTheNearestOne() throws IOException {
    Path file = file("clickhouse: {usr: me}");

    assertThatThrownBy(() -> SettingsFile.read(file))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown setting 'clickhouse.usr'")
        .hasMessageEndingWith("did you mean 'clickhouse.user'?");
  }

  @Test
  void unknownKey_thatIsLikeNothing_isRefusedWithoutAGuess() throws IOException {
    Path file = file("weather: sunny");

    assertThatThrownBy(() -> SettingsFile.read(file))
        .hasMessageContaining("unknown setting 'weather'")
        .hasMessageNotContaining("did you mean");
  }

  @Test
  void variable_thatIsNoSetting_isSaidWithTheNearestOne() {
    Map<String, String> environment =
        Map.of("MILLRACE_FLINK_PROT", "1", "MILLRACE_FLINK_PORT", "2", "HOME", "/");

    assertThat(Settings.strangers(environment))
        .containsExactly(
            "environment variable MILLRACE_FLINK_PROT is no setting:"
                + " did you mean 'MILLRACE_FLINK_PORT'?");
  }

  @Test
  void openAddress_isRefusedUnlessTheSettingThatSaysSoIsSet() {
    Map<String, String> open = Map.of("MILLRACE_BRIDGE_BIND_ADDRESS", "0.0.0.0");
    Map<String, String> openKnowingly =
        Map.of(
            "MILLRACE_BRIDGE_BIND_ADDRESS", "0.0.0.0",
            "MILLRACE_BRIDGE_OPEN_WITHOUT_CREDENTIALS", "true");

    assertThatThrownBy(() -> load(open))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("bridge.open-without-credentials: true");
    assertThat(load(openKnowingly).text(Setting.BRIDGE_BIND_ADDRESS)).isEqualTo("0.0.0.0");
  }

  @Test
  void secrets_areNeitherDescribedNorNamedInErrors() {
    Settings settings = load(Map.of("MILLRACE_CLICKHOUSE_PASSWORD", "hunter2"));

    assertThat(settings.describe())
        .noneMatch(line -> line.contains("hunter2"))
        .contains("clickhouse.password = … (MILLRACE_CLICKHOUSE_PASSWORD)")
        .contains("flink.port = 8081 (default)");
  }

  @Test
  void environment_carriesAllSettingsToAChild() {
    Settings settings = load(Map.of("MILLRACE_FLINK_PORT", "1234"));

    assertThat(load(settings.environment()).describe())
        .hasSameSizeAs(settings.describe())
        .contains("flink.port = 1234 (MILLRACE_FLINK_PORT)");
  }

  @Test
  void endpoints_areEmbeddedOnesUnlessASettingNamesOthers() {
    Settings settings =
        load(Map.of("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "MILLRACE_KAFKA_PORT", "1"));

    assertThat(Endpoints.of(settings))
        .isEqualTo(
            new Endpoints(
                "kafka:9092",
                Map.of(),
                SchemaRegistryEndpoint.of(URI.create("http://127.0.0.1:8085")),
                URI.create("http://127.0.0.1:8123"),
                URI.create("http://127.0.0.1:8081")));
  }

  private static Settings load(Map<String, String> environment) {
    return Settings.load(Optional.empty(), environment, Map.of());
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("millrace.yaml"), yaml);
  }
}
