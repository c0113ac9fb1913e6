// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.experiment.ExperimentId;
import io.millrace.ingest.experiment.ExperimentTable;
import io.millrace.ingest.otlp.OutgoingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes and changes experiments. An experiment's id is derived from workspace and first name, so
 * two bridges that are asked at once make the same one, and to make it again changes nothing; a
 * rename keeps it. Each field is a control record of its own: of each the last in the log holds.
 */
final class Experiments {
  private final RecordMaker records;

  Experiments(RecordMaker records) {
    this.records = records;
  }

  Written create(WriteRequest request) {
    Fields.requireKnown(request.body(), new TreeSet<>(Set.of("name", "tags")));
    JsonNode node = request.body().get("name");
    String name =
        Fields.text("name", node == null ? null : Fields.text("name", node), Fields.MAX_ID_CHARS);
    String id = ExperimentId.of(request.origin().workspace(), name, 0);
    List<OutgoingRecord> made = new ArrayList<>();
    made.add(field(request, id, "made", Map.of("value", name)));
    made.addAll(tags(request, id));
    return Written.created(made, "experiment_id", id);
  }

  Written change(WriteRequest request) {
    ObjectNode body = request.body();
    Fields.requireKnown(body, new TreeSet<>(Set.of("name", "deleted", "tags")));
    String id = request.id("experiment_id");
    List<OutgoingRecord> changes = new ArrayList<>(tags(request, id));
    if (body.has("name")) {
      String name = Fields.text("name", Fields.text("name", body.get("name")), Fields.MAX_ID_CHARS);
      changes.add(field(request, id, "name", Map.of("value", name)));
    }
    if (body.has("deleted")) {
      if (!body.get("deleted").isBoolean()) {
        throw new BadFieldException("deleted", "must be true or false");
      }
      changes.add(
          field(request, id, "deleted", Map.of("value", body.get("deleted").booleanValue())));
    }
    if (changes.isEmpty()) {
      throw new BadFieldException("body", "must have a field to change");
    }
    return Written.of(changes.toArray(OutgoingRecord[]::new));
  }

  private List<OutgoingRecord> tags(WriteRequest request, String id) {
    JsonNode tags = request.body().get("tags");
    List<OutgoingRecord> changes = new ArrayList<>();
    if (tags != null) {
      Fields.texts("tags", tags, true)
          .forEach(
              (key, value) ->
                  changes.add(
                      field(
                          request,
                          id,
                          "tag/" + key,
                          value == null ? null : Map.of("value", value))));
    }
    return changes;
  }

  private OutgoingRecord field(WriteRequest request, String id, String field, Object body) {
    return records.control(request.origin(), ExperimentTable.KIND, id + "/" + field, body);
  }
}
