// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTest {
  @TempDir Path root;

  @Test
  void clients_areTheFoldersWithATruth() throws IOException {
    client("b", "001.headers.json", "{\"path\": \"/v1/traces\"}");
    client(
        "rest/a",
        "001.request.json",
        "{\"method\": \"POST\", \"path\": \"/v1/traces\", \"body_b64\": \"\"}");
    Files.createDirectories(root.resolve("notes"));

    List<Client> clients = Client.in(root);

    assertThat(clients).extracting(Client::name).containsExactly("b", "rest/a");
    assertThat(clients.get(0).capture().requests()).hasSize(1);
    assertThat(clients.get(1).capture().requests()).hasSize(1);
  }

  @Test
  void folderOfOneClient_isThatClient() throws IOException {
    client("b", "001.headers.json", "{\"path\": \"/v1/traces\"}");

    assertThat(Client.in(root.resolve("b"))).extracting(Client::name).containsExactly("b");
  }

  @Test
  void truth_isReadExactly() throws IOException {
    client("b", "001.headers.json", "{\"path\": \"/v1/traces\"}");
    Files.writeString(
        root.resolve("b").resolve("expected.json"),
        """
        {"client": "b", "note": "odd", "emitter_cost_usd": 0.00724425,
         "not_sent": {"users": "hashed"}, "to_be_checked": {"turns": 3}}
        """);

    Truth truth = Client.in(root).get(0).truth();

    assertThat(truth.facts()).containsOnlyKeys("emitter_cost_usd");
    assertThat(truth.facts().get("emitter_cost_usd")).isEqualTo(new BigDecimal("0.00724425"));
    assertThat(truth.notSent()).containsEntry("users", "hashed");
    assertThat(truth.toBeChecked()).containsExactly("turns");
    assertThat(truth.note()).isEqualTo("odd");
  }

  @Test
  void capturesWithoutATruth_areForAProposal() throws IOException {
    client("b", "001.headers.json", "{\"path\": \"/v1/traces\"}");
    assertThatThrownBy(() -> Client.withoutTruth(root)).hasMessageContaining("no capture without");
    Files.delete(root.resolve("b").resolve("expected.json"));

    assertThat(Client.withoutTruth(root)).extracting(Client::name).containsExactly("b");
  }

  @Test
  void folderWithoutAClient_isRefusedInOneLine() throws IOException {
    assertThatThrownBy(() -> Client.in(root)).hasMessageContaining("holds no client");
    assertThatThrownBy(() -> Client.in(root.resolve("none"))).hasMessageContaining("is no folder");
    client("b", "readme.txt", "");
    assertThatThrownBy(() -> Client.in(root)).hasMessageContaining("has a truth and no requests");
  }

  private void client(String name, String file, String content) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    Files.writeString(folder.resolve("expected.json"), "{\"client\": \"" + name + "\"}");
    Files.writeString(folder.resolve(file), content);
    Files.write(folder.resolve("001.body"), new byte[0]);
  }
}
