// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static io.millrace.ingest.MlflowCaller.EXPERIMENTS;
import static io.millrace.ingest.MlflowCaller.JSON;
import static io.millrace.ingest.MlflowCaller.error;
import static io.millrace.ingest.MlflowCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Experiments as MLflow's clients make, change and search them. */
class MlflowExperimentsTest {
  private final RunningServer server = new RunningServer();
  private final MlflowCaller mlflow = new MlflowCaller(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void experiment_isMadeOnceAndFoundByNameAndId() throws Exception {
    assertThat(
            error(
                mlflow.send("GET", EXPERIMENTS + "get-by-name?experiment_name=fleet%202", ""), 404))
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");

    String id = create("fleet 2");

    assertThat(error(mlflow.send("POST", EXPERIMENTS + "create", "{\"name\":\"fleet 2\"}"), 400))
        .isEqualTo("RESOURCE_ALREADY_EXISTS");
    JsonNode byName =
        json(mlflow.send("GET", EXPERIMENTS + "get-by-name?experiment_name=fleet%202", ""));
    assertThat(byName)
        .isEqualTo(json(mlflow.send("GET", EXPERIMENTS + "get?experiment_id=" + id, "")));
    assertThat(byName.at("/experiment/name").textValue()).isEqualTo("fleet 2");
    assertThat(byName.at("/experiment/lifecycle_stage").textValue()).isEqualTo("active");
    assertThat(byName.at("/experiment/artifact_location").textValue())
        .isEqualTo("mlflow-artifacts:/" + id);
    assertThat(byName.at("/experiment/creation_time").isIntegralNumber()).isTrue();
    assertThat(byName.at("/experiment/workspace").textValue()).isEqualTo("team");
  }

  @Test
  void experimentThatIsRenamed_keepsItsIdAndFreesItsName() throws Exception {
    String id = create("first");
    change("update", id, ",\"new_name\":\"second\"");
    change("set-experiment-tag", id, ",\"key\":\"stage\",\"value\":\"prod\"");

    JsonNode renamed =
        json(mlflow.send("GET", EXPERIMENTS + "get-by-name?experiment_name=second", ""));
    assertThat(renamed.at("/experiment/experiment_id").textValue()).isEqualTo(id);
    assertThat(renamed.at("/experiment/tags").toString())
        .isEqualTo("[{\"key\":\"stage\",\"value\":\"prod\"}]");
    assertThat(create("first")).isNotEqualTo(id);

    change("delete", id, "");
    JsonNode deleted = json(mlflow.send("GET", EXPERIMENTS + "get?experiment_id=" + id, ""));
    assertThat(deleted.at("/experiment/lifecycle_stage").textValue()).isEqualTo("deleted");
    assertThat(names("{\"view_type\":\"DELETED_ONLY\"}")).isEqualTo("[\"second\"]");
    change("restore", id, "");
    change("delete-experiment-tag", id, ",\"key\":\"stage\"");
    JsonNode restored = json(mlflow.send("GET", EXPERIMENTS + "get?experiment_id=" + id, ""));
    assertThat(restored.at("/experiment/lifecycle_stage").textValue()).isEqualTo("active");
    assertThat(restored.at("/experiment").has("tags")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = 'a1' | [\"a1\"]",
        "attribute.name != 'a1' AND name LIKE 'a%' | [\"a2\"]",
        "name ILIKE 'B_' | [\"b1\"]",
        "tags.`team x` = 'search' | [\"a2\"]",
        "tags.missing != 'search' | []",
        "creation_time > 0 and last_update_time <= 1795255200000 | [\"a1\",\"a2\",\"b1\"]",
      })
  void search_answersWhatTheFilterSays(String filter, String names) throws Exception {
    create("a1");
    change("set-experiment-tag", create("a2"), ",\"key\":\"team x\",\"value\":\"search\"");
    create("b1");

    String body =
        JSON.createObjectNode()
            .put("filter", filter)
            .set("order_by", JSON.createArrayNode().add("name ASC"))
            .toString();
    assertThat(names(body)).isEqualTo(names);
    String query = URLEncoder.encode(filter, StandardCharsets.UTF_8);
    assertThat(
            json(mlflow.send("GET", EXPERIMENTS + "search?filter=" + query, "")).at("/experiments"))
        .hasSameSizeAs(JSON.readTree(names));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "name = ",
        "name = 'a' OR name = 'b'",
        "name = 3",
        "creation_time LIKE 'a'",
        "colour = 'red'",
        "creation_time > 99999999999999999999",
      })
  void filterThatIsNone_isRefusedByName(String filter) throws Exception {
    HttpResponse<String> answer =
        mlflow.send(
            "POST",
            EXPERIMENTS + "search",
            JSON.createObjectNode().put("filter", filter).toString());

    assertThat(error(answer, 400)).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(json(answer).at("/message").textValue()).startsWith("filter ");
  }

  @Test
  void search_goesOnWhereThePageTokenSays() throws Exception {
    create("a1");
    create("a2");

    JsonNode first =
        json(
            mlflow.send(
                "POST",
                EXPERIMENTS + "search",
                "{\"max_results\":1,\"filter\":\"name LIKE 'a%'\",\"order_by\":[\"name DESC\"]}"));
    assertThat(first.at("/experiments/0/name").textValue()).isEqualTo("a2");
    String token = first.at("/next_page_token").textValue();
    JsonNode second =
        json(
            mlflow.send(
                "POST",
                EXPERIMENTS + "search",
                "{\"max_results\":1,\"filter\":\"name LIKE 'a%'\",\"order_by\":[\"name DESC\"],"
                    + "\"page_token\":\""
                    + token
                    + "\"}"));
    assertThat(second.at("/experiments/0/name").textValue()).isEqualTo("a1");
    assertThat(second.has("next_page_token")).isFalse();
  }

  private String create(String name) throws Exception {
    HttpResponse<String> answer =
        mlflow.send(
            "POST", EXPERIMENTS + "create", JSON.createObjectNode().put("name", name).toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).at("/experiment_id").textValue();
  }

  private void change(String how, String id, String more) throws Exception {
    HttpResponse<String> answer =
        mlflow.send("POST", EXPERIMENTS + how, "{\"experiment_id\":\"" + id + "\"" + more + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Names of the experiments that a search answers, the default left out. */
  private String names(String search) throws Exception {
    var names = JSON.createArrayNode();
    for (JsonNode one :
        json(mlflow.send("POST", EXPERIMENTS + "search", search)).path("experiments")) {
      if (!one.at("/experiment_id").textValue().equals("0")) {
        names.add(one.at("/name"));
      }
    }
    return names.toString();
  }
}
