// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Millrace makes of a client, written as its {@code expected.json} under {@code
 * to_be_checked}: a field becomes a fact when a human who knows what happened moves it out of
 * there.
 */
final class Proposal {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final String NOTE =
      "derived by Millrace, checked by nobody: move each field that is true out of to_be_checked";

  private Proposal() {}

  /** Writes it where no truth is yet. */
  static Path write(Client client, Map<ViewQuestion, Map<String, Object>> answers)
      throws IOException {
    Map<String, Object> derived = new LinkedHashMap<>();
    for (Fact fact : Fact.values()) {
      Object told = PlainValue.of(answers.get(source(fact)).get(fact.field()));
      if (!told.equals(PlainValue.UNKNOWN)) {
        derived.put(fact.field(), told);
      }
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("client", client.name());
    fields.put("note", NOTE);
    fields.put("not_sent", Map.of());
    fields.put(Truth.TO_BE_CHECKED, derived);
    Path file = client.folder().resolve(Truth.FILE);
    Files.writeString(file, JSON.writeValueAsString(fields) + "\n", StandardOpenOption.CREATE_NEW);
    return file;
  }

  /** The view that has all of a fact in one column. */
  private static ViewQuestion source(Fact fact) {
    return switch (fact) {
      case TOOL_CALLS, TOOL_ERRORS -> ViewQuestion.TOOL_CALLS_1M;
      case SPANS -> ViewQuestion.LEDGER_1M;
      default -> ViewQuestion.TRACES;
    };
  }
}
