// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SavedQueryTest {
  @Test
  void all_areTheFilesOfTheFolder() throws IOException {
    List<String> files;
    try (Stream<Path> folder = Files.list(Path.of("queries"))) {
      files =
          folder
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".sql"))
              .map(file -> file.replace(".sql", ""))
              .sorted()
              .toList();
    }

    assertThat(SavedQuery.all()).extracting(SavedQuery::name).containsExactlyElementsOf(files);
    assertThat(SavedQuery.all())
        .allSatisfy(
            query -> {
              assertThat(query.title()).isNotEqualTo(query.name()).isNotBlank();
              assertThat(query.parameters()).containsEntry("workspace", "String");
            });
  }

  @Test
  void parameters_haveTheirTypes() {
    SavedQuery query =
        SavedQuery.of(
            "q", "-- Is it?\nSELECT {b:Decimal(38, 12)}, {a:DateTime('UTC')}, {b:Decimal(38, 12)}");

    assertThat(query.title()).isEqualTo("Is it?");
    assertThat(query.parameters())
        .containsExactly(Map.entry("b", "Decimal(38, 12)"), Map.entry("a", "DateTime('UTC')"));
  }
}
