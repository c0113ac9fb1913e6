// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.QueryParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a client asks. Fields are read leniently, as protobuf's JSON has them: numbers may be texts.
 *
 * @param workspace whose data
 * @param path the parts of the path in braces
 * @param query behind the question mark
 * @param body a JSON object; empty where there is none
 */
record MlflowRequest(
    String workspace, Map<String, String> path, QueryParams query, ObjectNode body) {

  /** A text of the body; '' where there is none. */
  String text(String field) throws MlflowProblem {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw wrong(field, "a string", value);
    }
    return value.textValue();
  }

  /** Texts of the body; none where there are none. */
  List<String> texts(String field) throws MlflowProblem {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list(field)) {
      if (!each.isTextual()) {
        throw wrong(field, "an array of strings", each);
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  /** An array of the body; empty where there is none. */
  JsonNode list(String field) throws MlflowProblem {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
      throw wrong(field, "an array", value);
    }
    return value;
  }

  /**
   * A whole number of the body.
   *
   * @param fallback where there is none
   */
  long number(String field, long least, long most, long fallback) throws MlflowProblem {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return fallback;
    }
    try {
      long number = Long.parseLong(value.asText());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(field, "a whole number", value);
    }
    throw wrong(field, "from %d to %d".formatted(least, most), value);
  }

  private static MlflowProblem wrong(String field, String rule, JsonNode value) {
    String shown = value.toString();
    return MlflowProblem.invalid(
        "Invalid value %s for parameter '%s': must be %s"
            .formatted(shown.substring(0, Math.min(shown.length(), 100)), field, rule));
  }
}
