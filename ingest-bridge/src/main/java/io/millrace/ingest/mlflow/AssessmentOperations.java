// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import io.millrace.ingest.read.Questions;
import io.millrace.ingest.write.RecordMaker;
import io.millrace.schemas.AnnotationBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Feedback and expectations: made, changed, deleted. One may override another. */
final class AssessmentOperations {
  private static final String ID = "assessment_id";
  private static final int MAX_ID_CHARS = 512;

  private final RecordMaker records;
  private final Questions questions;

  AssessmentOperations(RecordMaker records, Questions questions) {
    this.records = records;
    this.questions = questions;
  }

  CompletableFuture<MlflowAnswer> create(MlflowRequest request) {
    ObjectNode told = assessment(request);
    AssessmentJson json = new AssessmentJson(told);
    Map<String, String> fields = new HashMap<>(AssessmentJson.NONE);
    fields.put("create_time", json.createTime(request.origin()));
    fields.put("deleted", "false");
    fields.putAll(json.fields());
    if (fields.getOrDefault("name", "").isEmpty()) {
      throw MlflowException.badField("assessment_name", "must be there");
    }
    String named = told.path(ID).asText("");
    String id = named.isEmpty() ? "a-" + UUID.randomUUID().toString().replace("-", "") : id(named);
    return written(request, id, fields, json.echo(request, id));
  }

  /**
   * Changes the fields that the mask names; without a mask all that are there. The answer is the
   * whole of it where the views show what it was: the change holds without them.
   */
  CompletableFuture<MlflowAnswer> change(MlflowRequest request) {
    AssessmentJson json = new AssessmentJson(assessment(request));
    Map<String, String> fields = json.fields();
    Set<String> mask = mask(request.parameter("update_mask"));
    if (!mask.isEmpty()) {
      fields.keySet().removeIf(field -> !AssessmentJson.isNamed(field, mask));
    }
    if (fields.isEmpty()) {
      throw MlflowException.badField("assessment", "must have a field to change");
    }
    String id = id(request.path().get(ID));
    return before(request, id)
        .thenCompose(
            before ->
                written(
                    request,
                    id,
                    fields,
                    before
                        .map(whole -> json.change(whole, mask, request))
                        .orElseGet(() -> json.echo(request, id))));
  }

  private CompletableFuture<Optional<ObjectNode>> before(MlflowRequest request, String id) {
    String path =
        "/api/3.0/mlflow/traces/tr-%s/assessments/%s"
            .formatted(
                request.traceId(),
                URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    return questions
        .ask(request.headers(), HttpMethod.GET, path, "")
        .handle(
            (answer, failure) ->
                failure == null
                    ? answer.map(found -> found.path("assessment").deepCopy())
                    : Optional.empty());
  }

  /** One that it had overridden is valid again. */
  CompletableFuture<MlflowAnswer> delete(MlflowRequest request) {
    return written(
        request,
        id(request.path().get(ID)),
        Map.of("deleted", "true"),
        JsonNodeFactory.instance.objectNode());
  }

  private CompletableFuture<MlflowAnswer> written(
      MlflowRequest request, String id, Map<String, String> fields, ObjectNode reply) {
    return CompletableFuture.completedFuture(
        new MlflowAnswer(
            List.of(
                records.annotation(
                    request.origin(),
                    request.traceId(),
                    AnnotationBody.ASSESSMENT,
                    new AnnotationBody.Assessment(id, fields))),
            reply));
  }

  private static ObjectNode assessment(MlflowRequest request) {
    if (request.json().path("assessment") instanceof ObjectNode assessment) {
      return assessment;
    }
    throw MlflowException.badField("assessment", "must be an object");
  }

  private static String id(String told) {
    if (told.isBlank() || told.length() > MAX_ID_CHARS) {
      throw MlflowException.badField(ID, "must be text of 1 to " + MAX_ID_CHARS + " characters");
    }
    return told;
  }

  /** Names in snake_case; protobuf's JSON has them in lowerCamelCase. */
  private static Set<String> mask(String told) {
    Set<String> mask = new TreeSet<>();
    for (String path : told.split(",", -1)) {
      String field = path.strip().replaceFirst("\\..*", "");
      if (!field.isEmpty()) {
        mask.add(field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
      }
    }
    return mask;
  }
}
