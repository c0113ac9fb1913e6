// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.quickstart.registry.RegistryException.Kind;
import io.millrace.schemas.registry.CompatibilityLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * The registry's state: what its journal says. A change is journaled first and shown after, so that
 * no answer is ever taken back. Thread-safe, by one lock: it is asked some times a day.
 */
final class SchemaStore {
  /** Confluent's own default. */
  static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SchemaJournal journal;
  private final Map<String, NavigableMap<Integer, Version>> subjects = new TreeMap<>();
  private final NavigableMap<Integer, String> schemasById = new TreeMap<>();
  private final Map<String, Integer> idsBySchema = new HashMap<>();
  private final Map<String, CompatibilityLevel> levels = new HashMap<>();
  private CompatibilityLevel globalLevel = DEFAULT_LEVEL;

  /** A version of a subject; the schema's text without white space is its identity. */
  record Version(String subject, int version, int id, String schema) {}

  /**
   * A store of all that the journal holds.
   *
   * @throws IOException if the journal cannot be read
   */
  SchemaStore(SchemaJournal journal) throws IOException {
    this.journal = journal;
    try {
      journal.replay(this::apply);
    } catch (UncheckedIOException e) {
      throw new IOException("the journal of schemas holds an entry that cannot be read", e);
    }
  }

  synchronized Set<String> subjects() {
    return new TreeSet<>(subjects.keySet());
  }

  /** The versions of a subject, oldest first; none if there is no such subject. */
  synchronized List<Version> versions(String subject) {
    return List.copyOf(subjects.getOrDefault(subject, new TreeMap<>()).values());
  }

  /** The text of a schema; null = there is none of that id. */
  synchronized String schema(int id) {
    return schemasById.get(id);
  }

  /** The level set for a subject; null = none. */
  synchronized CompatibilityLevel ownLevel(String subject) {
    return levels.get(subject);
  }

  synchronized CompatibilityLevel globalLevel() {
    return globalLevel;
  }

  /** Registers a schema, or finds the version that it is already; answers its id. */
  synchronized int register(String subject, Schema schema) throws RegistryException {
    String text = schema.toString();
    List<Version> earlier = versions(subject);
    for (Version version : earlier) {
      if (version.schema().equals(text)) {
        return version.id();
      }
    }
    CompatibilityLevel level = levels.getOrDefault(subject, globalLevel);
    List<String> differences = CompatibilityRule.differences(level, schema, earlier);
    if (!differences.isEmpty()) {
      throw new RegistryException(
          Kind.INCOMPATIBLE_SCHEMA,
          "Schema being registered is incompatible with an earlier schema for subject \""
              + subject
              + "\", compatibility "
              + level
              + ": "
              + differences);
    }
    int number = earlier.isEmpty() ? 1 : earlier.get(earlier.size() - 1).version() + 1;
    int nextId = schemasById.isEmpty() ? 1 : schemasById.lastKey() + 1;
    int id = idsBySchema.getOrDefault(text, nextId);
    append(
        JSON.createObjectNode()
            .put("keytype", "SCHEMA")
            .put("subject", subject)
            .put("version", number)
            .put("magic", 1),
        JSON.createObjectNode()
            .put("subject", subject)
            .put("version", number)
            .put("id", id)
            .put("schema", text)
            .put("deleted", false));
    return id;
  }

  /** Sets a level; subject null = the global one. */
  synchronized void setLevel(String subject, CompatibilityLevel level) throws RegistryException {
    boolean unchanged = subject == null ? globalLevel == level : levels.get(subject) == level;
    if (unchanged) {
      return;
    }
    append(
        JSON.createObjectNode().put("keytype", "CONFIG").put("subject", subject).put("magic", 0),
        JSON.createObjectNode().put("compatibilityLevel", level.name()));
  }

  private void append(ObjectNode key, ObjectNode value) throws RegistryException {
    try {
      journal.append(key.toString(), value.toString());
    } catch (IOException e) {
      throw new RegistryException(Kind.STORE_FAILED, e.getMessage(), e);
    }
    apply(key, value);
  }

  private void apply(String key, String value) {
    try {
      apply(JSON.readTree(key), JSON.readTree(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(JsonNode key, JsonNode value) {
    JsonNode subject = key.path("subject");
    if (key.path("keytype").asText().equals("CONFIG")) {
      CompatibilityLevel level =
          CompatibilityLevel.valueOf(value.path("compatibilityLevel").asText());
      if (subject.isTextual()) {
        levels.put(subject.textValue(), level);
      } else {
        globalLevel = level;
      }
    } else {
      Version version =
          new Version(
              subject.textValue(),
              value.path("version").intValue(),
              value.path("id").intValue(),
              value.path("schema").textValue());
      subjects
          .computeIfAbsent(version.subject(), name -> new TreeMap<>())
          .put(version.version(), version);
      schemasById.put(version.id(), version.schema());
      idsBySchema.put(version.schema(), version.id());
    }
  }
}
