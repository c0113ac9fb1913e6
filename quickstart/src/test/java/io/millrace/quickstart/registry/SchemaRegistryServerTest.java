// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.Control;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.CompatibilityLevel;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryClient;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import io.millrace.schemas.registry.SchemaRegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The behaviours of the Confluent REST API that clients rest on. */
class SchemaRegistryServerTest {
  private static final String SUBJECT = "otlp.spans.v1-value";
  private static final Schema ONE_FIELD =
      SchemaBuilder.record("R").fields().requiredString("a").endRecord();
  private static final Schema FIELD_WITH_DEFAULT =
      SchemaBuilder.record("R").fields().requiredString("a").optionalLong("b").endRecord();
  private static final Schema FIELD_WITHOUT_DEFAULT =
      SchemaBuilder.record("R").fields().requiredString("a").requiredLong("b").endRecord();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeSchemaJournal journal = new FakeSchemaJournal();
  private final HttpClient http = HttpClient.newHttpClient();
  private SchemaRegistryServer server;
  private SchemaRegistryClient client;

  @BeforeEach
  void start() throws IOException {
    server = SchemaRegistryServer.start("127.0.0.1", 0, journal);
    client = new SchemaRegistryClient(SchemaRegistryEndpoint.of(url()), Duration.ZERO);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void schema_isRegisteredOnce() throws Exception {
    int id = client.register(SUBJECT, ONE_FIELD);

    assertThat(client.register(SUBJECT, ONE_FIELD)).isEqualTo(id);
    assertThat(client.schema(id)).contains(ONE_FIELD);
    assertThat(get("/subjects/" + SUBJECT + "/versions")).hasToString("[1]");
    assertThat(journal.entries).hasSize(1);
  }

  @Test
  void schema_ofTwoSubjects_hasOneId() throws Exception {
    int id = client.register("a", ONE_FIELD);

    assertThat(client.register("b", ONE_FIELD)).isEqualTo(id);
    assertThat(get("/subjects")).hasToString("[\"a\",\"b\"]");
  }

  @Test
  void version_isFoundByNumberAndAsTheLatest() throws Exception {
    client.register(SUBJECT, ONE_FIELD);
    int second = client.register(SUBJECT, FIELD_WITH_DEFAULT);

    for (String version : new String[] {"2", "latest", "-1"}) {
      JsonNode found = get("/subjects/" + SUBJECT + "/versions/" + version);
      assertThat(found.get("subject").textValue()).isEqualTo(SUBJECT);
      assertThat(found.get("version").intValue()).isEqualTo(2);
      assertThat(found.get("id").intValue()).isEqualTo(second);
      assertThat(new Schema.Parser().parse(found.get("schema").textValue()))
          .isEqualTo(FIELD_WITH_DEFAULT);
    }
  }

  @Test
  void lookUp_tellsTheVersionOfASchema() throws Exception {
    client.register(SUBJECT, ONE_FIELD);
    client.register(SUBJECT, FIELD_WITH_DEFAULT);

    assertThat(
            json(send("POST", "/subjects/" + SUBJECT, body(ONE_FIELD))).get("version").intValue())
        .isEqualTo(1);
  }

  @Test
  void schema_thatCannotReadEarlierOnes_isRefused() throws Exception {
    client.register(SUBJECT, ONE_FIELD);

    HttpResponse<String> answer =
        send("POST", "/subjects/" + SUBJECT + "/versions", body(FIELD_WITHOUT_DEFAULT));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("error_code").intValue()).isEqualTo(409);
    assertThat(json(answer).get("message").textValue())
        .contains("READER_FIELD_MISSING_DEFAULT_VALUE");
    assertThatThrownBy(() -> client.register(SUBJECT, FIELD_WITHOUT_DEFAULT))
        .isInstanceOf(SchemaRejectedException.class);
    assertThat(get("/subjects/" + SUBJECT + "/versions")).hasToString("[1]");
  }

  @ParameterizedTest
  @CsvSource({
    // does "b without default" follow "a" then "a, b with default"?
    "NONE,true",
    "BACKWARD,true",
    "BACKWARD_TRANSITIVE,false",
    "FORWARD,false",
    "FULL_TRANSITIVE,false",
  })
  void level_decidesWhichVersionsAreLookedAt(CompatibilityLevel level, boolean compatible)
      throws Exception {
    Schema optionalThenLong =
        SchemaBuilder.record("R")
            .fields()
            .requiredString("a")
            .name("b")
            .type()
            .unionOf()
            .nullType()
            .and()
            .longType()
            .and()
            .stringType()
            .endUnion()
            .noDefault()
            .endRecord();
    client.register(SUBJECT, ONE_FIELD);
    client.register(SUBJECT, FIELD_WITH_DEFAULT);
    client.setCompatibility(SUBJECT, level);

    HttpResponse<String> answer =
        send("POST", "/subjects/" + SUBJECT + "/versions", body(optionalThenLong));

    assertThat(answer.statusCode()).isEqualTo(compatible ? 200 : 409);
  }

  @Test
  void compatibility_isToldWithoutRegistering() throws Exception {
    client.register(SUBJECT, ONE_FIELD);
    String latest = "/compatibility/subjects/" + SUBJECT + "/versions/latest";

    JsonNode bad = json(send("POST", latest, body(FIELD_WITHOUT_DEFAULT)));
    JsonNode good = json(send("POST", latest, body(FIELD_WITH_DEFAULT)));

    assertThat(bad.get("is_compatible").booleanValue()).isFalse();
    assertThat(bad.get("messages").get(0).textValue()).contains("READER_FIELD_MISSING");
    assertThat(good).hasToString("{\"is_compatible\":true}");
    assertThat(get("/subjects/" + SUBJECT + "/versions")).hasToString("[1]");
  }

  @Test
  void config_isGlobalUnlessASubjectHasItsOwn() throws Exception {
    assertThat(get("/config")).hasToString("{\"compatibilityLevel\":\"BACKWARD\"}");
    assertThat(get("/config/" + SUBJECT).get("error_code").intValue()).isEqualTo(40408);

    send("PUT", "/config", "{\"compatibility\":\"FULL\"}");
    client.setCompatibility(SUBJECT, CompatibilityLevel.BACKWARD_TRANSITIVE);

    assertThat(get("/config")).hasToString("{\"compatibilityLevel\":\"FULL\"}");
    assertThat(get("/config/" + SUBJECT))
        .hasToString("{\"compatibilityLevel\":\"BACKWARD_TRANSITIVE\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/subjects/none/versions,404,40401",
    "GET,/subjects/known/versions/9,404,40402",
    "GET,/subjects/known/versions/first,422,42202",
    "GET,/schemas/ids/99,404,40403",
    "GET,/schemas/ids/x,404,40403",
    "GET,/schemas/types,404,404",
    "GET,/elsewhere,404,404",
    "DELETE,/subjects/known,405,405",
    "POST,/subjects/known/versions,422,422",
    "PUT,/config,422,422",
  })
  void error_hasConfluentsShape(String method, String path, int status, int errorCode)
      throws Exception {
    client.register("known", ONE_FIELD);

    HttpResponse<String> answer = send(method, path, "not json");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).get("error_code").intValue()).isEqualTo(errorCode);
    assertThat(json(answer).get("message").textValue()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{};42201",
        "{\"schema\":\"{\"};42201",
        "{\"schema\":\"\\\"string\\\"\",\"schemaType\":\"JSON\"};42201",
        "{\"schema\":\"\\\"string\\\"\",\"references\":[{}]};42201",
      })
  void schema_thatIsNoAvro_isInvalid(String body, int errorCode) throws Exception {
    HttpResponse<String> answer = send("POST", "/subjects/s/versions", body);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).get("error_code").intValue()).isEqualTo(errorCode);
  }

  @Test
  void level_thatDoesNotExist_isInvalid() throws Exception {
    HttpResponse<String> answer = send("PUT", "/config", "{\"compatibility\":\"SOMETIMES\"}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json(answer).get("error_code").intValue()).isEqualTo(42203);
  }

  @Test
  void restart_remembersEverything() throws Exception {
    int first = client.register(SUBJECT, ONE_FIELD);
    int second = client.register(SUBJECT, FIELD_WITH_DEFAULT);
    client.setCompatibility(SUBJECT, CompatibilityLevel.FULL);
    server.close();

    start();

    assertThat(client.schema(first)).contains(ONE_FIELD);
    assertThat(client.schema(second)).contains(FIELD_WITH_DEFAULT);
    assertThat(client.register(SUBJECT, ONE_FIELD)).isEqualTo(first);
    assertThat(get("/config/" + SUBJECT)).hasToString("{\"compatibilityLevel\":\"FULL\"}");
    assertThat(client.register("other", Schema.create(Schema.Type.LONG))).isNotIn(first, second);
  }

  @Test
  void change_thatIsNotDurable_isNeitherAnsweredNorShown() throws Exception {
    journal.failing = true;

    assertThatThrownBy(() -> client.register(SUBJECT, ONE_FIELD))
        .isInstanceOf(SchemaRegistryUnavailableException.class)
        .hasMessageContaining("the broker is away");

    assertThat(get("/subjects")).hasToString("[]");
  }

  @Test
  void topicsOfMillrace_areRegisteredAndWritten() throws Exception {
    for (Topics.Topic topic : Topics.all()) {
      client.setCompatibility(topic.subject(), CompatibilityLevel.BACKWARD_TRANSITIVE);
      client.register(topic.subject(), topic.schema());
    }
    Control control = new Control("default", "budget", "b", 1L, "{}");

    byte[] message =
        SchemaCoder.connect(SchemaRegistryEndpoint.of(url())).encode("control.v1-value", control);

    assertThat(SchemaCoder.connect(SchemaRegistryEndpoint.of(url())).decode(message, Control.class))
        .isEqualTo(control);
    assertThat(get("/subjects")).hasSize(Topics.all().size());
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  private JsonNode get(String path) throws Exception {
    return json(send("GET", path, ""));
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve(path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static String body(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString()).toString();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
