// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlShellTest {
  @TempDir private Path folder;

  private final List<String> asked = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void statement_goesOnUntilItsSemicolon() throws IOException {
    type("SELECT 1,\n'a;b' -- not yet;\n;\nSELECT 2;\n");

    assertThat(asked).containsExactly("SELECT 1,\n'a;b' -- not yet;\n {}", "SELECT 2 {}");
    assertThat(Files.readString(folder.resolve("history"))).contains("SELECT 2;");
  }

  @Test
  void commands_askForViewsAndColumns() throws IOException {
    type("\\d\n\\d traces\n\\?\n\\q\nSELECT 1;\n");

    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).contains("system.tables");
    assertThat(asked.get(1)).contains("system.columns", "{view=traces}");
    assertThat(out.toString(UTF_8)).contains("its columns");
  }

  @Test
  void failure_isSaidAndTheNextStatementAsked() throws IOException {
    type("SELECT fail;\n\nSELECT 1;\n");

    assertThat(out.toString(UTF_8)).contains("there is no such column");
    assertThat(asked).containsExactly("SELECT 1 {}");
  }

  private void type(String lines) throws IOException {
    try (DumbTerminal terminal =
        new DumbTerminal(
            "test", "dumb", new ByteArrayInputStream(lines.getBytes(UTF_8)), out, UTF_8)) {
      new SqlShell(
              terminal,
              (sql, parameters, to) -> {
                if (sql.contains("fail")) {
                  throw new IOException("there is no such column");
                }
                asked.add(sql + " " + parameters);
              },
              Map.of(),
              folder.resolve("history"))
          .run();
    }
  }
}
