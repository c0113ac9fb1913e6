// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A broker that takes SASL_SSL only, with a certificate made for this run by the JDK's keytool. */
public final class SecuredBroker implements AutoCloseable {
  public static final String USER = "millrace";
  public static final String PASSWORD = "right \"password\"";

  private static final String STORE_PASSWORD = "for-this-run";
  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\""
          + " password=\"of the broker\" user_broker=\"of the broker\" user_%s=\"%s\";";

  private final BrokerConfig config;
  private final Path certificate;
  private final BrokerProcess broker;

  private SecuredBroker(BrokerConfig config, Path certificate, BrokerProcess broker) {
    this.config = config;
    this.certificate = certificate;
    this.broker = broker;
  }

  /** Starts one on free ports, in this JVM. */
  public static SecuredBroker start(Path folder) throws Exception {
    Path store = folder.resolve("broker.p12");
    Path certificate = folder.resolve("broker.pem");
    makeCertificate(store, certificate);
    BrokerConfig config = new BrokerConfig(freePort(), freePort(), folder.resolve("log"));
    Map<String, String> properties = config.properties();
    properties.computeIfPresent(
        "listener.security.protocol.map",
        (name, map) -> map.replace("CLIENT:PLAINTEXT", "CLIENT:SASL_SSL"));
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(
        "listener.name.client.plain.sasl.jaas.config",
        JAAS.formatted(USER, PASSWORD.replace("\"", "\\\"")));
    properties.put("ssl.keystore.type", "PKCS12");
    properties.put("ssl.keystore.location", store.toString());
    properties.put("ssl.keystore.password", STORE_PASSWORD);
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", certificate.toString());
    return new SecuredBroker(config, certificate, BrokerProcess.start(config.folder(), properties));
  }

  public String bootstrapServers() {
    return config.bootstrapServers();
  }

  /** PEM file of the certificate, which is its own authority. */
  public Path certificate() {
    return certificate;
  }

  @Override
  public void close() {
    broker.close();
  }

  private static void makeCertificate(Path store, Path certificate) throws Exception {
    keytool(
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "SAN=ip:127.0.0.1");
    keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-file", certificate.toString());
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "broker", "-storepass", STORE_PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
