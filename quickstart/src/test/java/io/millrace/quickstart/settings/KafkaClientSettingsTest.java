// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClientSettingsTest {
  @TempDir Path folder;

  @Test
  void embeddedBroker_hasNone() {
    assertThat(of(Map.of("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "", "MILLRACE_KAFKA_USER", "me")))
        .isEmpty();
  }

  @Test
  void userAndPassword_becomeALoginThatKafkaReads() {
    String password = "s\\lash \"quote\" and ' = ;";

    Map<String, String> properties =
        of(
            Map.of(
                "MILLRACE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "MILLRACE_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                "MILLRACE_KAFKA_USER", "me",
                "MILLRACE_KAFKA_PASSWORD", password));

    assertThat(properties)
        .containsEntry(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL")
        .containsEntry(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
    JaasContext login =
        JaasContext.loadClientContext(
            Map.of(
                SaslConfigs.SASL_JAAS_CONFIG,
                new Password(properties.get(SaslConfigs.SASL_JAAS_CONFIG))));
    Map<String, ?> options = login.configurationEntries().get(0).getOptions();
    assertThat(options.get("username")).isEqualTo("me");
    assertThat(options.get("password")).isEqualTo(password);
  }

  @Test
  void password_isReadFromItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "from-file\n");

    Map<String, String> properties =
        of(
            Map.of(
                "MILLRACE_KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                "MILLRACE_KAFKA_USER", "me",
                "MILLRACE_KAFKA_PASSWORD_FILE", file.toString()));

    assertThat(properties.get(SaslConfigs.SASL_JAAS_CONFIG)).contains("password=\"from-file\"");
  }

  @Test
  void certificateAuthority_isTrustedAsPem() throws IOException {
    Path pem = Files.writeString(folder.resolve("ca.pem"), "pem");

    assertThat(
            of(
                Map.of(
                    "MILLRACE_KAFKA_SECURITY_PROTOCOL",
                    "SSL",
                    "MILLRACE_KAFKA_CA_CERTIFICATE_FILE",
                    pem.toString())))
        .isEqualTo(
            Map.of(
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", pem.toString()));
  }

  @Test
  void propertiesFile_isPassedOnBelowTheSettings() throws IOException {
    Path file = properties("security.protocol=PLAINTEXT\nssl.keystore.location=/k.p12\n");

    assertThat(
            of(
                Map.of(
                    "MILLRACE_KAFKA_SECURITY_PROTOCOL",
                    "SSL",
                    "MILLRACE_KAFKA_PROPERTIES_FILE",
                    file.toString())))
        .isEqualTo(Map.of("security.protocol", "SSL", "ssl.keystore.location", "/k.p12"));
  }

  @Test
  void addressInThePropertiesFile_isRefused() throws IOException {
    Path file = properties("bootstrap.servers=other:9092\n");

    assertThatThrownBy(() -> of(Map.of("MILLRACE_KAFKA_PROPERTIES_FILE", file.toString())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("set kafka.bootstrap-servers instead");
  }

  @Test
  void userWithoutSasl_isRefusedByName() {
    assertThatThrownBy(() -> of(Map.of("MILLRACE_KAFKA_USER", "me")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "kafka.user is set, so kafka.security-protocol must be SASL_SSL or SASL_PLAINTEXT");
  }

  private Path properties(String lines) throws IOException {
    return Files.writeString(folder.resolve("client.properties"), lines);
  }

  private static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>();
    all.put("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");
    all.putAll(environment);
    return KafkaClientSettings.of(Settings.load(Optional.empty(), all, Map.of()));
  }
}
