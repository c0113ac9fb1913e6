// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.quickstart.registry.RegistryException.Kind;
import io.millrace.schemas.registry.CompatibilityLevel;
import java.util.List;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** What the registry answers; paths and bytes are {@link SchemaRegistryServer}'s. */
final class RegistryApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AVRO = "AVRO";

  private final SchemaStore store;

  RegistryApi(SchemaStore store) {
    this.store = store;
  }

  /** GET / */
  JsonNode root() {
    return JSON.createObjectNode();
  }

  /** GET /subjects */
  JsonNode subjects() {
    ArrayNode subjects = JSON.createArrayNode();
    store.subjects().forEach(subjects::add);
    return subjects;
  }

  /** GET /subjects/{subject}/versions */
  JsonNode versions(String subject) throws RegistryException {
    ArrayNode versions = JSON.createArrayNode();
    existing(subject).forEach(version -> versions.add(version.version()));
    return versions;
  }

  /** GET /subjects/{subject}/versions/{version} */
  JsonNode version(String subject, String version) throws RegistryException {
    return json(find(subject, version));
  }

  /** POST /subjects/{subject}/versions */
  JsonNode register(String subject, JsonNode body) throws RegistryException {
    return JSON.createObjectNode().put("id", store.register(subject, schemaIn(body)));
  }

  /** POST /subjects/{subject}: which version a schema is. */
  JsonNode lookUp(String subject, JsonNode body) throws RegistryException {
    String text = schemaIn(body).toString();
    for (SchemaStore.Version version : existing(subject)) {
      if (version.schema().equals(text)) {
        return json(version);
      }
    }
    throw new RegistryException(Kind.SCHEMA_NOT_FOUND, "Schema not found");
  }

  /** GET /schemas/ids/{id} */
  JsonNode schema(String id) throws RegistryException {
    String schema = id.matches("\\d{1,9}") ? store.schema(Integer.parseInt(id)) : null;
    if (schema == null) {
      throw new RegistryException(Kind.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }
    return JSON.createObjectNode().put("schema", schema);
  }

  /** GET /config */
  JsonNode globalConfig() {
    return JSON.createObjectNode().put("compatibilityLevel", store.globalLevel().name());
  }

  /** GET /config/{subject} */
  JsonNode config(String subject) throws RegistryException {
    CompatibilityLevel level = store.ownLevel(subject);
    if (level == null) {
      throw new RegistryException(
          Kind.SUBJECT_LEVEL_NOT_CONFIGURED,
          "Subject '" + subject + "' does not have subject-level compatibility configured");
    }
    return JSON.createObjectNode().put("compatibilityLevel", level.name());
  }

  /** PUT /config, PUT /config/{subject}; subject null = global. */
  JsonNode setConfig(String subject, JsonNode body) throws RegistryException {
    String name = body.path("compatibility").asText();
    CompatibilityLevel level;
    try {
      level = CompatibilityLevel.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.INVALID_COMPATIBILITY_LEVEL,
          "Invalid compatibility level. Valid values are " + List.of(CompatibilityLevel.values()),
          e);
    }
    store.setLevel(subject, level);
    return JSON.createObjectNode().put("compatibility", level.name());
  }

  /** POST /compatibility/subjects/{subject}/versions/{version}; version null = as registering. */
  JsonNode compatibility(String subject, String version, JsonNode body) throws RegistryException {
    List<SchemaStore.Version> against =
        version == null ? store.versions(subject) : List.of(find(subject, version));
    CompatibilityLevel own = store.ownLevel(subject);
    CompatibilityLevel level = own == null ? store.globalLevel() : own;
    List<String> differences = CompatibilityRule.differences(level, schemaIn(body), against);
    ObjectNode answer = JSON.createObjectNode().put("is_compatible", differences.isEmpty());
    if (!differences.isEmpty()) {
      ArrayNode messages = answer.putArray("messages");
      differences.forEach(messages::add);
    }
    return answer;
  }

  private List<SchemaStore.Version> existing(String subject) throws RegistryException {
    List<SchemaStore.Version> versions = store.versions(subject);
    if (versions.isEmpty()) {
      throw new RegistryException(Kind.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }
    return versions;
  }

  private SchemaStore.Version find(String subject, String version) throws RegistryException {
    List<SchemaStore.Version> versions = existing(subject);
    if (version.equals("latest") || version.equals("-1")) {
      return versions.get(versions.size() - 1);
    }
    if (!version.matches("[1-9]\\d{0,8}")) {
      throw new RegistryException(
          Kind.INVALID_VERSION,
          "The specified version '"
              + version
              + "' is not a valid version id. Allowed values are"
              + " between [1, 2^31-1] and the string \"latest\"");
    }
    int number = Integer.parseInt(version);
    for (SchemaStore.Version candidate : versions) {
      if (candidate.version() == number) {
        return candidate;
      }
    }
    throw new RegistryException(Kind.VERSION_NOT_FOUND, "Version " + version + " not found.");
  }

  private static Schema schemaIn(JsonNode body) throws RegistryException {
    JsonNode text = body.path("schema");
    if (!text.isTextual() || !body.path("schemaType").asText(AVRO).equals(AVRO)) {
      throw new RegistryException(
          Kind.INVALID_SCHEMA, "this registry takes Avro schemas only, as text in \"schema\"");
    }
    if (!body.path("references").isEmpty()) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "this registry takes no references");
    }
    try {
      return new Schema.Parser().parse(text.textValue());
    } catch (AvroRuntimeException e) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "Invalid schema: " + e.getMessage(), e);
    }
  }

  private static JsonNode json(SchemaStore.Version version) {
    return JSON.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema());
  }
}
