// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The fields of one experiment as they are in the log; the same as the view experiments reads. */
final class ExperimentFields {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TAG = "tag/";

  private final String id;
  private final Map<String, JsonNode> values = new TreeMap<>();
  private Instant created = Instant.EPOCH;
  private Instant updated = Instant.EPOCH;

  ExperimentFields(String id) {
    this.id = id;
  }

  /** Sets a field to its JSON body; '' removes it. */
  synchronized void set(String field, String body, long receivedTimeUnixNano) {
    Instant received = Instant.ofEpochSecond(0, receivedTimeUnixNano);
    if (body.isEmpty()) {
      values.remove(field);
    } else {
      values.put(field, value(body));
    }
    if (field.equals("made")) {
      created = received;
    }
    updated = received.isAfter(updated) ? received : updated;
  }

  /** The experiment; empty where it was only spoken of and never made. */
  synchronized Optional<Experiment> experiment() {
    String name = name();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> tags = new TreeMap<>();
    values.forEach(
        (field, value) -> {
          if (field.startsWith(TAG)) {
            tags.put(field.substring(TAG.length()), value.asText());
          }
        });
    boolean deleted = values.getOrDefault("deleted", MissingNode.getInstance()).asBoolean();
    return Optional.of(new Experiment(id, name, deleted, tags, created, updated));
  }

  private String name() {
    JsonNode name = values.getOrDefault("name", values.get("made"));
    if (name == null) {
      return id.equals(ExperimentId.DEFAULT) ? Experiment.DEFAULT_NAME : "";
    }
    return name.asText();
  }

  /** What another program wrote may be no JSON: it is no value, as for the view. */
  private static JsonNode value(String body) {
    try {
      return JSON.readTree(body).path("value");
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
