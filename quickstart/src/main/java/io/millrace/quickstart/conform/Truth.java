// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is true of a client: its {@code expected.json}.
 *
 * @param facts by field
 * @param notSent fields that its telemetry does not carry, with the reason: they are not asked
 * @param toBeChecked fields that were derived and that nobody has confirmed: they are not asked
 * @param note what is odd about the client
 */
public record Truth(
    Map<String, Object> facts, Map<String, String> notSent, Set<String> toBeChecked, String note) {
  public static final String FILE = "expected.json";

  /** Derived by Millrace itself and not yet confirmed by a human: no truth. */
  public static final String TO_BE_CHECKED = "to_be_checked";

  /** Of a client of which nothing is known. */
  static final Truth NONE = new Truth(Map.of(), Map.of(), Set.of(), "");

  private static final Set<String> NO_FACTS = Set.of("client", "note", "not_sent", TO_BE_CHECKED);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  public Truth {
    facts = Map.copyOf(facts);
    notSent = Map.copyOf(notSent);
    toBeChecked = Set.copyOf(toBeChecked);
  }

  static Truth read(Path folder) throws IOException {
    Map<String, Object> fields =
        JSON.readValue(folder.resolve(FILE).toFile(), new TypeReference<>() {});
    Map<String, Object> facts = new TreeMap<>(fields);
    facts.keySet().removeAll(NO_FACTS);
    return new Truth(
        facts,
        texts(fields.get("not_sent")),
        texts(fields.get(TO_BE_CHECKED)).keySet(),
        String.valueOf(fields.getOrDefault("note", "")));
  }

  private static Map<String, String> texts(Object field) {
    Map<String, String> texts = new TreeMap<>();
    if (field instanceof Map<?, ?> byName) {
      byName.forEach((name, text) -> texts.put(name.toString(), String.valueOf(text)));
    }
    return texts;
  }
}
