// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import io.millrace.sql.ClickHouseEndpoint;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The store contract on a real server; {@code mvn -pl sql verify -Pdocker}. */
class StoreDockerIT extends StoreContract {
  /** The release that the embedded engine is made of. */
  private static final DockerImageName IMAGE =
      DockerImageName.parse("clickhouse/clickhouse-server:26.7");

  private static final int HTTP_PORT = 8123;
  private static final String USER = "millrace";
  private static final String PASSWORD = "contract";

  private final GenericContainer<?> container =
      new GenericContainer<>(IMAGE)
          .withEnv("CLICKHOUSE_USER", USER)
          .withEnv("CLICKHOUSE_PASSWORD", PASSWORD)
          .withExposedPorts(HTTP_PORT)
          .waitingFor(Wait.forHttp("/ping").forPort(HTTP_PORT).forStatusCode(200));

  @Override
  protected ClickHouseEndpoint server() {
    container.start();
    URI url =
        URI.create("http://" + container.getHost() + ":" + container.getMappedPort(HTTP_PORT));
    return new ClickHouseEndpoint(url, USER, PASSWORD, ClickHouseEndpoint.DEFAULT_DATABASE);
  }

  @AfterAll
  void stopContainer() {
    container.stop();
  }
}
