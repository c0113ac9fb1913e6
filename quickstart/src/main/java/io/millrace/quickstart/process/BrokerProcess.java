// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded Kafka broker, in KRaft mode (Kafka 4.2). Arguments: port, controller port, folder.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BrokerProcess.class);

  /** Kafka writes this file into a folder when it formats it. */
  private static final String FORMATTED = "meta.properties";

  private final KafkaRaftServer server;

  private BrokerProcess(KafkaRaftServer server) {
    this.server = server;
  }

  /** Runs the broker until the supervisor ends it. */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    try {
      BrokerConfig config =
          new BrokerConfig(
              Integer.parseInt(arguments[0]),
              Integer.parseInt(arguments[1]),
              Path.of(arguments[2]));
      BrokerProcess broker = child.closeAtEnd(start(config));
      child.listening("kafka", config.bootstrapServers());
      child.ready();
      broker.server.awaitShutdown();
    } catch (Exception e) {
      log.error("the broker cannot run", e);
      child.exit(ChildProcess.CANNOT_START, "broker: " + e.getMessage());
    }
  }

  /** Starts the broker, formatting its folder the first time; answers when it returns. */
  static BrokerProcess start(BrokerConfig config) throws Exception {
    return start(config.folder(), config.properties());
  }

  /** The same by the broker's own properties, which must name the folder too. */
  static BrokerProcess start(Path folder, Map<String, String> properties) throws Exception {
    if (!Files.exists(folder.resolve(FORMATTED))) {
      format(folder);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
    return new BrokerProcess(server);
  }

  private static void format(Path folder) throws Exception {
    Files.createDirectories(folder);
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        .setNodeId(BrokerConfig.NODE_ID)
        .setClusterId(Uuid.randomUuid().toString())
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setSupportedFeatures(List.copyOf(Feature.PRODUCTION_FEATURES))
        .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
        .setMetadataLogDirectory(folder.toString())
        .addDirectory(folder.toString())
        .run();
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
