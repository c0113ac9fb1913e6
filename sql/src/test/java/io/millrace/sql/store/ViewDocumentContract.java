// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/views.md is made of the comments in the database. */
interface ViewDocumentContract extends StoreTests {
  /** Tests run in the folder of a module. */
  Path DOCUMENT = Path.of("..", "docs", "views.md");

  Path MADE = Path.of("target", "views.md");

  @Test
  default void document_saysWhatTheCommentsSay() throws IOException {
    String made = document();
    Files.createDirectories(MADE.getParent());
    Files.writeString(MADE, made);

    assertThat(Files.readString(DOCUMENT))
        .as("docs/views.md is stale; the test wrote %s: copy it there", MADE.toAbsolutePath())
        .isEqualTo(made);
  }

  private String document() throws IOException {
    StringBuilder document =
        new StringBuilder(
            """
            # Views and their columns

            Made of the comments in the database, which any SQL tool shows too. A plain `SELECT` is right for the prefix of the log that the
            view `progress` names: no `FINAL`, no deduplication. Columns may be added, never renamed, retyped or removed.
            """);
    for (Map<String, Object> view :
        rows(
            "SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND engine = 'View' ORDER BY name")) {
      document.append("\n## %s\n%s\n\n".formatted(view.get("name"), view.get("comment")));
      document.append("| column | type | what |\n|---|---|---|\n");
      for (Map<String, Object> column :
          rows(
              "SELECT name, type, comment FROM system.columns WHERE database = currentDatabase() AND table = '%s' ORDER BY position"
                  .formatted(view.get("name")))) {
        document.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    column.get("name"), cell(column.get("type")), cell(column.get("comment"))));
      }
    }
    return document.toString();
  }

  private List<Map<String, Object>> rows(String sql) throws IOException {
    return store().reader().query(sql, Map.of());
  }

  private static String cell(Object text) {
    return text.toString().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
