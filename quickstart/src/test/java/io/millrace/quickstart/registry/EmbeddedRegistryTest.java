// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on the embedded registry. */
class EmbeddedRegistryTest extends RegistryContract {
  private SchemaRegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server = SchemaRegistryServer.start("127.0.0.1", 0, new FakeSchemaJournal());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  SchemaRegistryEndpoint endpoint() {
    return SchemaRegistryEndpoint.of(URI.create("http://127.0.0.1:" + server.port()));
  }
}
