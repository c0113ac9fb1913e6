// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import io.millrace.ingest.Bridge;
import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ConnectionsConfig;
import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.config.RetentionConfig;
import io.millrace.ingest.config.TopicsConfig;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;

/**
 * A bridge in a process of its own, so that its processor time can be told from the job's.
 * Arguments: Kafka's bootstrap servers, the schema registry's URL. It says its address on standard
 * output and ends when standard input does.
 */
public final class BridgeAlone {
  private BridgeAlone() {}

  /** Runs the bridge until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    BridgeConfig config =
        new BridgeConfig(
            new ListenConfig("127.0.0.1", 0, 0, 0),
            new KafkaConfig(arguments[0], URI.create(arguments[1])),
            TopicsConfig.DEFAULTS,
            LimitsConfig.DEFAULTS,
            ConnectionsConfig.DEFAULTS,
            RetentionConfig.DEFAULTS);
    try (Bridge bridge = Bridge.start(config)) {
      if (!bridge.awaitReady(Duration.ofMinutes(1))) {
        throw new IllegalStateException("Kafka or the schema registry does not answer");
      }
      System.out.println("http://127.0.0.1:" + bridge.httpPort());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
