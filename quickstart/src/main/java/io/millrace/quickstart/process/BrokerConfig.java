// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One Kafka broker that is its own controller, made small for a single machine.
 *
 * @param port of the clients' listener, on loopback; not 0, as it is advertised
 * @param controllerPort of the controller's listener, on loopback; not 0
 * @param folder where topics live
 */
record BrokerConfig(int port, int controllerPort, Path folder) {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String CLIENT_LISTENER = "CLIENT";

  BrokerConfig {
    requirePort("port", port);
    requirePort("controllerPort", controllerPort);
  }

  private static void requirePort(String name, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(name + " must be 1 to 65535, but is " + port);
    }
  }

  String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The broker's properties, Kafka's own names. */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE_ID));
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("inter.broker.listener.name", CLIENT_LISTENER);
    properties.put(
        "listeners",
        "%s://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(CLIENT_LISTENER, port, CONTROLLER_LISTENER, controllerPort));
    properties.put("advertised.listeners", CLIENT_LISTENER + "://" + bootstrapServers());
    properties.put(
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    properties.put("log.dirs", folder.toString());
    properties.put("auto.create.topics.enable", "false");
    putSingleNode(properties);
    putSmall(properties);
    return properties;
  }

  private static void putSingleNode(Map<String, String> properties) {
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    // After a kill -9 the dead incarnation's session must expire before the next one is let in:
    // 9 s by default.
    properties.put("broker.session.timeout.ms", "2000");
    properties.put("broker.heartbeat.interval.ms", "500");
    properties.put("group.initial.rebalance.delay.ms", "0");
  }

  private static void putSmall(Map<String, String> properties) {
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8L << 20));
  }
}
