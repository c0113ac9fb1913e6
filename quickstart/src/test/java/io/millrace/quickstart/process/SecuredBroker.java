// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.quickstart.up.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Kafka broker in this JVM whose clients' listener takes SASL PLAIN over TLS only, under a
 * certificate of its own making.
 */
public final class SecuredBroker implements AutoCloseable {
  public static final String USER = "millrace";

  /** With what JAAS would take for its own. */
  public static final String PASSWORD = "right \"quoted\" and ; = \\ more";

  private static final String STORE_PASSWORD = "of-the-key-store";

  private final BrokerProcess broker;
  private final BrokerConfig config;
  private final Path certificate;

  private SecuredBroker(BrokerProcess broker, BrokerConfig config, Path certificate) {
    this.broker = broker;
    this.config = config;
    this.certificate = certificate;
  }

  /** Starts one with all its files in a folder; it answers when this returns. */
  public static SecuredBroker start(Path folder) throws Exception {
    Path keys = folder.resolve("broker.p12");
    Path certificate = folder.resolve("broker.pem");
    makeCertificate(keys, certificate);
    BrokerConfig config =
        new BrokerConfig(FreePorts.one(), FreePorts.one(), folder.resolve("kafka"));
    Map<String, String> properties = config.properties();
    properties.put("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT");
    properties.put("ssl.keystore.type", "PKCS12");
    properties.put("ssl.keystore.location", keys.toString());
    properties.put("ssl.keystore.password", STORE_PASSWORD);
    // the broker is a client of its own listener
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", certificate.toString());
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put("listener.name.client.plain.sasl.jaas.config", login());
    return new SecuredBroker(BrokerProcess.start(config.folder(), properties), config, certificate);
  }

  private static String login() {
    String password = '"' + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=%s password=%s user_%s=%s;"
        .formatted(USER, password, USER, password);
  }

  private static void makeCertificate(Path keys, Path certificate) throws Exception {
    keytool(
        keys,
        List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "SAN=ip:127.0.0.1"));
    keytool(keys, List.of("-exportcert", "-rfc", "-file", certificate.toString()));
  }

  private static void keytool(Path keys, List<String> arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(arguments);
    command.addAll(
        List.of("-alias", "broker", "-storetype", "PKCS12", "-keystore", keys.toString()));
    command.addAll(List.of("-storepass", STORE_PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }

  public String bootstrapServers() {
    return config.bootstrapServers();
  }

  /** The authority that signed it, in PEM. */
  public Path certificate() {
    return certificate;
  }

  @Override
  public void close() {
    broker.close();
  }
}
