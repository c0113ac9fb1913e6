// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.MathContext;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where an answer is not as the recorded one: a field that is missing, that is another type of JSON
 * or that says something else. Fields that the recorded one has not are nobody's harm.
 */
final class AnswerShape {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whatever a server makes up itself. */
  private static final Set<String> ITS_OWN =
      Set.of(
          "message",
          "next_page_token",
          "assessment_id",
          "creation_time",
          "last_update_time",
          // a test's own
          "workspace",
          // wrong in some recordings: a real server prices what it has when the trace info comes
          "mlflow.trace.cost");

  /** Of a double: how a sum of prices is rounded in the last of its digits says nothing. */
  private static final MathContext DIGITS = new MathContext(12);

  /** What tells the elements of a list apart; elements of other lists stand in their order. */
  private static final Map<String, String> KEYS = Map.of("attributes", "key", "spans", "span_id");

  private final Set<String> differences = new TreeSet<>();

  /** Paths in the answer, each with what is wrong there. */
  static Set<String> differences(JsonNode recorded, JsonNode ours) {
    AnswerShape shape = new AnswerShape();
    shape.compare("", "", recorded, ours);
    return shape.differences;
  }

  private void compare(String path, String field, JsonNode recorded, JsonNode ours) {
    if (ours.isMissingNode()) {
      differences.add(path + " is missing");
    } else if (recorded.getNodeType() != ours.getNodeType()) {
      differences.add(path + " is " + ours.getNodeType() + ", not " + recorded.getNodeType());
    } else if (recorded.isObject()) {
      compareFields(path, recorded, ours);
    } else if (recorded.isArray()) {
      compareElements(path, field, recorded, ours);
    } else if (!ITS_OWN.contains(field) && !meaning(recorded).equals(meaning(ours))) {
      differences.add(path + " differs");
    }
  }

  private void compareFields(String path, JsonNode recorded, JsonNode ours) {
    recorded
        .properties()
        .forEach(
            each ->
                compare(
                    path + "/" + each.getKey(),
                    each.getKey(),
                    each.getValue(),
                    ours.path(each.getKey())));
  }

  private void compareElements(String path, String field, JsonNode recorded, JsonNode ours) {
    Map<String, JsonNode> wanted = elements(field, recorded);
    Map<String, JsonNode> told = elements(field, ours);
    if (!told.keySet().equals(wanted.keySet()) && !field.equals("attributes")) {
      differences.add(path + " has other elements");
      return;
    }
    wanted.forEach(
        (key, element) ->
            compare(
                field.equals("attributes") ? path + "/" + key : path + "[]",
                "",
                element,
                told.getOrDefault(key, MissingNode.getInstance())));
  }

  private static Map<String, JsonNode> elements(String field, JsonNode array) {
    Map<String, JsonNode> elements = new TreeMap<>();
    for (int i = 0; i < array.size(); i++) {
      String key = KEYS.containsKey(field) ? array.get(i).path(KEYS.get(field)).asText("") : "";
      elements.put(key.isEmpty() ? "%04d".formatted(i) : key, array.get(i));
    }
    return elements;
  }

  /** JSON in a text is compared as JSON: a blank more or less says nothing. */
  private static Object meaning(JsonNode value) {
    if (value.isTextual() && value.textValue().startsWith("{")) {
      try {
        return JSON.readTree(value.textValue());
      } catch (JsonProcessingException e) {
        // cut off, as previews are
        return value;
      }
    }
    if (value.isFloatingPointNumber()) {
      return value.decimalValue().round(DIGITS).stripTrailingZeros();
    }
    return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
  }
}
