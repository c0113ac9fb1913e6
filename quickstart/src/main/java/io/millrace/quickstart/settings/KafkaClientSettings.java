// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

import java.util.HashMap;
import java.util.Map;

/**
 * What every Kafka client is told beside the address, in Kafka's own words: the settings {@code
 * kafka.*} over the lines of {@code kafka.properties-file}.
 *
 * @see <a href="https://kafka.apache.org/42/security/authentication-using-sasl/">Kafka 4.2,
 *     SASL</a>
 */
final class KafkaClientSettings {
  private static final Map<String, String> LOGIN_MODULES =
      Map.of(
          "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
          "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
          "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

  private KafkaClientSettings() {}

  /**
   * The properties; empty for the embedded broker.
   *
   * @throws SettingsException if settings contradict each other
   */
  static Map<String, String> of(Settings settings) {
    if (settings.isEmpty(Setting.KAFKA_BOOTSTRAP_SERVERS)) {
      return Map.of();
    }
    Map<String, String> properties = new HashMap<>(file(settings));
    String protocol = settings.text(Setting.KAFKA_SECURITY_PROTOCOL);
    if (!protocol.isEmpty()) {
      properties.put("security.protocol", protocol);
    }
    String authorities = settings.text(Setting.KAFKA_CA_CERTIFICATE_FILE);
    if (!authorities.isEmpty()) {
      properties.put("ssl.truststore.type", "PEM");
      properties.put("ssl.truststore.location", authorities);
    }
    if (!settings.isEmpty(Setting.KAFKA_USER)) {
      putLogin(settings, properties);
    }
    return properties;
  }

  private static void putLogin(Settings settings, Map<String, String> properties) {
    if (!properties.getOrDefault("security.protocol", "").startsWith("SASL_")) {
      throw new SettingsException(
          "%s is set, so %s must be SASL_SSL or SASL_PLAINTEXT"
              .formatted(Setting.KAFKA_USER.key(), Setting.KAFKA_SECURITY_PROTOCOL.key()));
    }
    String mechanism = settings.text(Setting.KAFKA_SASL_MECHANISM);
    properties.put("sasl.mechanism", mechanism);
    properties.put(
        "sasl.jaas.config",
        "%s required username=%s password=%s;"
            .formatted(
                LOGIN_MODULES.get(mechanism),
                quoted(settings.text(Setting.KAFKA_USER)),
                quoted(settings.secret(Setting.KAFKA_PASSWORD))));
  }

  /** As the grammar of JAAS wants it. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Map<String, String> file(Settings settings) {
    Map<String, String> properties = PropertiesFile.read(settings, Setting.KAFKA_PROPERTIES_FILE);
    if (properties.containsKey("bootstrap.servers")) {
      throw new SettingsException(
          "%s names bootstrap.servers: set %s instead"
              .formatted(
                  Setting.KAFKA_PROPERTIES_FILE.key(), Setting.KAFKA_BOOTSTRAP_SERVERS.key()));
    }
    return properties;
  }
}
