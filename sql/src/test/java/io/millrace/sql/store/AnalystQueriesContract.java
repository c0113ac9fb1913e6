// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The questions of sql/queries, asked of known rows. */
interface AnalystQueriesContract extends StoreTests {
  /** Tests run in the folder of a module. */
  Path QUESTIONS = Path.of("..", "sql", "queries");

  Map<String, Object> PARAMETERS =
      Map.of(
          "workspace", "known",
          "from", "2026-11-20 00:00:00",
          "to", "2026-11-21 00:00:00",
          "budget_usd", "0.2");

  @Test
  default void everyQuestion_hasTheAnswerOfTheKnownRows() throws IOException {
    for (String statement : known("known.sql").split(";\\s*\\n", -1)) {
      if (!statement.isBlank()) {
        store().execute(statement);
      }
    }
    List<Path> questions;
    try (Stream<Path> files = Files.list(QUESTIONS)) {
      questions = files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }

    assertThat(questions).isNotEmpty();
    for (Path question : questions) {
      String name = question.getFileName().toString().replace(".sql", "");
      assertThat(answer(Files.readString(question))).as(name).isEqualTo(known(name + ".tsv"));
    }
  }

  private String answer(String sql) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, Object> used = new HashMap<>(PARAMETERS);
    used.keySet().removeIf(name -> !Pattern.compile("\\{" + name + ":").matcher(sql).find());
    store().reader().stream(sql, used, "TSVWithNames", out);
    return out.toString(UTF_8);
  }

  private static String known(String file) throws IOException {
    try (InputStream resource =
        AnalystQueriesContract.class.getResourceAsStream("/io/millrace/sql/queries/" + file)) {
      assertThat(resource).as("known answer %s", file).isNotNull();
      return new String(resource.readAllBytes(), UTF_8);
    }
  }
}
