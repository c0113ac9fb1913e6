// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseEndpointTest {
  private static final URI URL = URI.create("http://127.0.0.1:8123");

  @Test
  void toString_leavesThePasswordOut() {
    ClickHouseEndpoint endpoint = new ClickHouseEndpoint(URL, "writer", "secret", "millrace");

    assertThat(endpoint.toString()).contains("writer", "8123", "millrace").doesNotContain("secret");
  }

  @Test
  void endpoint_travelsInAJobGraph() throws Exception {
    ClickHouseEndpoint endpoint = new ClickHouseEndpoint(URL, "writer", "secret", "millrace");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(endpoint);

    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(read).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:9000", "127.0.0.1", "http:///path"})
  void urlThatIsNotHttp_isRefusedByName(String url) {
    assertThatThrownBy(() -> new ClickHouseEndpoint(URI.create(url), "u", "", "millrace"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("url must be http(s)://host:port")
        .hasMessageContaining(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;b", "1a", "a`b"})
  void databaseThatWouldNeedQuotes_isRefusedByName(String database) {
    assertThatThrownBy(() -> new ClickHouseEndpoint(URL, "u", "", database))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database must match");
  }

  @Test
  void userAndPassword_mustBeGiven() {
    assertThatThrownBy(() -> new ClickHouseEndpoint(URL, "", "", "millrace"))
        .hasMessageContaining("user");
    assertThatThrownBy(() -> new ClickHouseEndpoint(URL, "u", null, "millrace"))
        .hasMessageContaining("password");
  }
}
