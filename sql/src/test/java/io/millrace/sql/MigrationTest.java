// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationTest {
  @Test
  void statements_endAtASemicolonAtTheEndOfALine() {
    Migration migration =
        Migration.of(
            "V0001__two.sql",
            """
            -- a comment; with a semicolon
            SELECT 'a;b';

            SELECT 2
            FROM x;
            """);

    assertThat(migration.statements()).containsExactly("SELECT 'a;b'", "SELECT 2\nFROM x");
  }

  @Test
  void checksum_isThatOfTheWholeFile() {
    String checksum = Migration.of("V0001__a.sql", "SELECT 1;").checksum();

    assertThat(Migration.of("V0001__a.sql", "SELECT 1;").checksum()).isEqualTo(checksum);
    assertThat(Migration.of("V0001__a.sql", "SELECT 1; ").checksum()).isNotEqualTo(checksum);
  }

  @Test
  void fileWithAnotherName_isRefused() {
    assertThatThrownBy(() -> Migration.of("1_a.sql", "SELECT 1;"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1_a.sql");
  }

  @Test
  void bundledMigrations_areAllFilesOfTheFolderNumberedWithoutGaps() throws Exception {
    List<Migration> bundled = Migrations.bundled().migrations();

    assertThat(bundled)
        .extracting(Migration::version)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, bundled.size()).boxed().toList());
    assertThat(bundled).extracting(Migration::name).containsExactlyElementsOf(filesOfTheFolder());
  }

  @Test
  void bundledMigrations_canBeRunAgain() {
    assertThat(Migrations.bundled().migrations())
        .flatExtracting(Migration::statements)
        .allMatch(
            statement ->
                statement.startsWith("CREATE TABLE IF NOT EXISTS")
                    || statement.startsWith("CREATE OR REPLACE")
                    || statement.matches(
                        "(?s)ALTER TABLE \\w+\\s+(MODIFY|ADD \\w+ IF NOT EXISTS) .*")
                    || statement.startsWith("INSERT INTO generations")
                    || statement.startsWith("INSERT INTO live_limits")
                    || statement.startsWith("CREATE MATERIALIZED VIEW IF NOT EXISTS")
                    || statement.startsWith("INSERT INTO trace_arrivals"));
  }

  private static List<String> filesOfTheFolder() throws Exception {
    URI folder = Migration.class.getResource("migrations").toURI();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
