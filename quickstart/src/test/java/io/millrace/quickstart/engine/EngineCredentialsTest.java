// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.quickstart.engine.query.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCredentialsTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("credentials");
  }

  @Test
  void passwords_areDrawnOnceAndKept() throws IOException {
    EngineCredentials drawn = EngineCredentials.loadOrCreate(file);

    assertThat(EngineCredentials.loadOrCreate(file)).isEqualTo(drawn);
    assertThat(EngineCredentials.load(file)).isEqualTo(drawn);
    assertThat(drawn.writerPassword()).hasSize(48).isNotEqualTo(drawn.readerPassword());
  }

  @Test
  void file_isForItsOwnerOnly() throws IOException {
    EngineCredentials.loadOrCreate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> EngineCredentials.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void shortPassword_isRefused() throws IOException {
    EngineCredentials.loadOrCreate(file);
    Files.writeString(file, "writer=abc\nreader=0123456789abcdef\n");

    assertThatThrownBy(() -> EngineCredentials.load(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("password of writer");
  }

  @Test
  void account_belongsToItsUserAndPassword() throws IOException {
    EngineCredentials c = EngineCredentials.loadOrCreate(file);

    assertThat(c.authenticate("writer", c.writerPassword())).contains(Account.WRITER);
    assertThat(c.authenticate("reader", c.readerPassword())).contains(Account.READER);
    assertThat(c.authenticate("writer", c.readerPassword())).isEmpty();
    assertThat(c.authenticate("default", "")).isEmpty();
    assertThat(c.toString()).doesNotContain(c.writerPassword());
  }
}
