// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cluster;

import io.millrace.quickstart.process.ChildProcess;
import io.millrace.quickstart.registry.SchemaRegistryServer;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded schema registry as a process; settings come as environment variables. */
public final class RegistryProcess {
  private static final Logger log = LoggerFactory.getLogger(RegistryProcess.class);

  private RegistryProcess() {}

  /** Runs the registry until the supervisor ends it. */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    try {
      Settings settings = Settings.load(Optional.empty(), System.getenv(), Map.of());
      Endpoints endpoints = Endpoints.of(settings);
      child.closeAtEnd(
          SchemaRegistryServer.start(
              "127.0.0.1",
              settings.number(Setting.SCHEMA_REGISTRY_PORT),
              endpoints.kafka(),
              endpoints.kafkaClientProperties()));
      child.listening("schema-registry", endpoints.schemaRegistry().url().toString());
      child.ready();
      new CountDownLatch(1).await();
    } catch (Exception e) {
      log.error("the schema registry cannot run", e);
      child.exit(ChildProcess.CANNOT_START, "registry: " + ChildProcess.rootMessage(e));
    }
  }
}
