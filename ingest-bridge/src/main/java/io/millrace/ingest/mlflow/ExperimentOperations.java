// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.experiment.Experiment;
import io.millrace.ingest.experiment.ExperimentId;
import io.millrace.ingest.experiment.ExperimentSource;
import io.millrace.ingest.experiment.ExperimentTable;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.write.RecordMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Experiments. Each request sees what any bridge had acknowledged before it came. Two that make one
 * of the same name at once make the same one, since its id is derived from the name.
 */
final class ExperimentOperations {
  /** As long as any id or name of a span is kept. */
  private static final int MAX_NAME_CHARS = 512;

  private final RecordMaker records;
  private final ExperimentSource experiments;

  ExperimentOperations(RecordMaker records, ExperimentSource experiments) {
    this.records = records;
    this.experiments = experiments;
  }

  CompletableFuture<MlflowAnswer> getByName(MlflowRequest request) {
    String name = request.required("experiment_name");
    return reading(
        table ->
            experiment(
                request,
                table
                    .byName(request.workspace(), name)
                    .orElseThrow(
                        () -> missing("Could not find experiment with name '" + name + "'"))));
  }

  CompletableFuture<MlflowAnswer> get(MlflowRequest request) {
    return reading(table -> experiment(request, existing(table, request)));
  }

  CompletableFuture<MlflowAnswer> search(MlflowRequest request) {
    ExperimentSearch search = ExperimentSearch.of(request);
    return reading(
        table -> {
          List<Experiment> all = table.all(request.workspace());
          ObjectNode reply = JsonNodeFactory.instance.objectNode();
          List<Experiment> page = search.page(all);
          if (!page.isEmpty()) {
            ArrayNode list = reply.putArray("experiments");
            page.forEach(one -> list.add(json(request, one)));
          }
          String next = search.nextPage(all);
          return MlflowAnswer.of(next.isEmpty() ? reply : reply.put("next_page_token", next));
        });
  }

  CompletableFuture<MlflowAnswer> create(MlflowRequest request) {
    String name = name(request, "name");
    Map<String, String> tags = tags(request.json().path("tags"));
    return reading(
        table -> {
          requireFree(table, request, name);
          String id = newId(table, request.workspace(), name);
          List<OutgoingRecord> made = new ArrayList<>();
          made.add(field(request, id, "made", name));
          tags.forEach((key, value) -> made.add(field(request, id, "tag/" + key, value)));
          return new MlflowAnswer(
              made, JsonNodeFactory.instance.objectNode().put("experiment_id", id));
        });
  }

  /** One that began under the name and was renamed since has the name's first id. */
  private static String newId(ExperimentTable table, String workspace, String name) {
    int earlier = 0;
    while (table.byId(workspace, ExperimentId.of(workspace, name, earlier)).isPresent()) {
      earlier++;
    }
    return ExperimentId.of(workspace, name, earlier);
  }

  CompletableFuture<MlflowAnswer> rename(MlflowRequest request) {
    String name = name(request, "new_name");
    return reading(
        table -> {
          Experiment experiment = existing(table, request);
          if (!experiment.name().equals(name)) {
            requireFree(table, request, name);
          }
          return MlflowAnswer.written(List.of(field(request, experiment.id(), "name", name)));
        });
  }

  CompletableFuture<MlflowAnswer> delete(MlflowRequest request) {
    return changing(request, id -> field(request, id, "deleted", true));
  }

  CompletableFuture<MlflowAnswer> restore(MlflowRequest request) {
    return changing(request, id -> field(request, id, "deleted", false));
  }

  CompletableFuture<MlflowAnswer> tag(MlflowRequest request) {
    String key = request.required("key");
    String value = request.parameter("value");
    return changing(request, id -> field(request, id, "tag/" + key, value));
  }

  CompletableFuture<MlflowAnswer> untag(MlflowRequest request) {
    String key = request.required("key");
    return changing(request, id -> field(request, id, "tag/" + key, null));
  }

  private CompletableFuture<MlflowAnswer> changing(
      MlflowRequest request, Function<String, OutgoingRecord> change) {
    return reading(
        table -> MlflowAnswer.written(List.of(change.apply(existing(table, request).id()))));
  }

  private CompletableFuture<MlflowAnswer> reading(Function<ExperimentTable, MlflowAnswer> answer) {
    return experiments
        .current()
        .handle(
            (table, failure) -> {
              if (failure != null) {
                throw new RefusedException(
                    RefusalKind.UNAVAILABLE, "Kafka does not tell the experiments", failure);
              }
              return answer.apply(table);
            });
  }

  private static Experiment existing(ExperimentTable table, MlflowRequest request) {
    String id = request.required("experiment_id");
    return table
        .byId(request.workspace(), id)
        .orElseThrow(() -> missing("No Experiment with id=" + id + " exists"));
  }

  private static MlflowException missing(String message) {
    return new MlflowException(MlflowError.RESOURCE_DOES_NOT_EXIST, message);
  }

  private static void requireFree(ExperimentTable table, MlflowRequest request, String name) {
    table
        .byName(request.workspace(), name)
        .ifPresent(
            taken -> {
              String state = taken.deleted() ? " in deleted state: restore it, or rename it" : "";
              throw new MlflowException(
                  MlflowError.RESOURCE_ALREADY_EXISTS,
                  "Experiment(name=" + name + ") already exists" + state);
            });
  }

  private static String name(MlflowRequest request, String field) {
    String name = request.required(field);
    if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
      throw MlflowException.badField(
          field, "must be text of 1 to " + MAX_NAME_CHARS + " characters");
    }
    return name;
  }

  private static Map<String, String> tags(JsonNode list) {
    Map<String, String> tags = new TreeMap<>();
    for (JsonNode tag : list) {
      String key = tag.path("key").asText("");
      if (key.isEmpty()) {
        throw MlflowException.badField("tags", "must each have a key");
      }
      tags.put(key, tag.path("value").asText(""));
    }
    return tags;
  }

  /** The field is removed where the value is null. */
  private OutgoingRecord field(MlflowRequest request, String id, String field, Object value) {
    return records.control(
        request.origin(),
        ExperimentTable.KIND,
        id + "/" + field,
        value == null ? null : Map.of("value", value));
  }

  private static MlflowAnswer experiment(MlflowRequest request, Experiment experiment) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.set("experiment", json(request, experiment));
    return MlflowAnswer.of(reply);
  }

  private static ObjectNode json(MlflowRequest request, Experiment experiment) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("experiment_id", experiment.id());
    json.put("name", experiment.name());
    json.put("artifact_location", "mlflow-artifacts:/" + experiment.id());
    json.put("lifecycle_stage", experiment.deleted() ? "deleted" : "active");
    json.put("last_update_time", experiment.updated().toEpochMilli());
    json.put("creation_time", experiment.created().toEpochMilli());
    if (!experiment.tags().isEmpty()) {
      ArrayNode tags = json.putArray("tags");
      new TreeMap<>(experiment.tags())
          .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
    }
    return json.put("workspace", request.workspace());
  }
}
