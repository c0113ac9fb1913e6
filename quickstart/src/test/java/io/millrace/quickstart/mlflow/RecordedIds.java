// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids that a server gives: another gives others, and a client goes on with those it was told. */
final class RecordedIds {
  private static final Set<String> GIVEN = Set.of("assessment_id", "next_page_token");

  /** An experiment's id is a small number: it is one only where an experiment's id stands. */
  private static final Pattern EXPERIMENT =
      Pattern.compile(
          "(?<before>\"experiment_id\": ?\"|mlflow-artifacts:/|mlflow-artifacts/artifacts/)"
              + "(?<id>\\d+)(?=[\"/])");

  private final Map<String, String> experiments = new HashMap<>();
  private final Map<String, String> others = new HashMap<>();

  boolean knowsExperiment(String recorded) {
    return experiments.containsKey(recorded);
  }

  void putExperiment(String recorded, String ours) {
    experiments.put(recorded, ours);
  }

  String experiment(String recorded) {
    return experiments.getOrDefault(recorded, recorded);
  }

  /** Learns what stands in our answer in the place of what stood in the recorded one. */
  void learn(JsonNode recorded, JsonNode ours) {
    recorded
        .properties()
        .forEach(
            field -> {
              String told = ours.path(field.getKey()).asText("");
              if (GIVEN.contains(field.getKey()) && !told.isEmpty()) {
                others.put(field.getValue().asText(), told);
              } else if (field.getKey().equals("experiment_id") && !told.isEmpty()) {
                experiments.putIfAbsent(field.getValue().asText(), told);
              } else if (field.getValue().isObject()) {
                learn(field.getValue(), ours.path(field.getKey()));
              }
            });
  }

  /** A recorded text, path or JSON with our ids. */
  String ours(String recorded) {
    String text =
        EXPERIMENT
            .matcher(recorded)
            .replaceAll(
                found -> Matcher.quoteReplacement(found.group(1) + experiment(found.group(2))));
    for (Map.Entry<String, String> id : others.entrySet()) {
      text = text.replace(id.getKey(), id.getValue());
    }
    return text;
  }
}
