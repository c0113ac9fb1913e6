// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Client of the Confluent Schema Registry REST API over {@code java.net.http}. Thread-safe.
 *
 * <p>What may pass (no connection, a time-out, 429, 5xx) is tried again with growing pauses until
 * the patience ends, then it is a {@link SchemaRegistryUnavailableException} that names the setting
 * {@code schema-registry.url}. Credentials never appear in messages.
 *
 * @see <a href="https://docs.confluent.io/platform/7.9/schema-registry/develop/api.html">Schema
 *     Registry API reference 7.9</a>
 */
public final class SchemaRegistryClient implements SchemaRegistry {
  /** How long a request is retried unless told: {@value} seconds. */
  static final long DEFAULT_PATIENCE_SECONDS = 30;

  /** Confluent's "Schema not found". A bare 404 may be any server at a wrong address. */
  private static final int SCHEMA_NOT_FOUND = 40403;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryTransport transport;

  public SchemaRegistryClient(SchemaRegistryEndpoint endpoint) {
    this(endpoint, Duration.ofSeconds(DEFAULT_PATIENCE_SECONDS));
  }

  /**
   * A client with its own patience.
   *
   * @param patience how long one call may retry before it fails; zero = one attempt
   */
  public SchemaRegistryClient(SchemaRegistryEndpoint endpoint, Duration patience) {
    transport = new RegistryTransport(endpoint, patience);
  }

  @Override
  public int register(String subject, Schema schema) {
    String path = "/subjects/" + segment(subject) + "/versions";
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    RegistryTransport.Answer answer = transport.send("POST", path, body);
    if (answer.status() == 409 || answer.status() == 422) {
      throw new SchemaRejectedException(
          "the schema registry refuses this build's schema of subject "
              + subject
              + ": "
              + answer.describe());
    }
    JsonNode id = answer.require(path).get("id");
    if (id == null || !id.canConvertToInt()) {
      throw transport.unavailable(path + " answered without an id", null);
    }
    return id.intValue();
  }

  @Override
  public Optional<Schema> schema(int id) {
    String path = "/schemas/ids/" + Integer.toUnsignedString(id);
    RegistryTransport.Answer answer = transport.send("GET", path, null);
    if (answer.errorCode() == SCHEMA_NOT_FOUND) {
      return Optional.empty();
    }
    JsonNode schema = answer.require(path).get("schema");
    if (schema == null || !schema.isTextual()) {
      throw transport.unavailable(path + " answered without a schema", null);
    }
    return Optional.of(new Schema.Parser().parse(schema.textValue()));
  }

  @Override
  public void setCompatibility(String subject, CompatibilityLevel level) {
    String path = "/config/" + segment(subject);
    String body = JSON.valueToTree(Map.of("compatibility", level.name())).toString();
    transport.send("PUT", path, body).require(path);
  }

  private static String segment(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
