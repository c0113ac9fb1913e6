// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.sql;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.parameter.BadArgumentException;
import io.millrace.sql.statement.QuestionRules;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the body of a request asks.
 *
 * @param query one statement that may be asked
 * @param parameters a text for each of its {@code {name:Type}}
 * @param maxRows more are left out, from 1
 */
record SqlRequest(String query, Map<String, String> parameters, int maxRows) {
  static final String QUERY = "query";
  static final String PARAMETERS = "parameters";
  static final String MAX_ROWS = "max_rows";

  private static final String BODY = "body";
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,99}";
  private static final int DEFAULT_ROWS = 1000;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  SqlRequest {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a body.
   *
   * @param mostRows the largest {@code max_rows} that may be asked for
   * @throws BadArgumentException naming the first field that is not as it must be
   */
  static SqlRequest read(byte[] body, int mostRows) throws BadArgumentException {
    ObjectNode object = object(body);
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      require(
          field.getKey().matches(QUERY + "|" + PARAMETERS + "|" + MAX_ROWS),
          BODY,
          "has an unknown field; there are: query, parameters, max_rows");
    }
    String query = object.path(QUERY).asText();
    require(object.path(QUERY).isTextual(), QUERY, "must be a text");
    Map<String, String> parameters = parameters(object.path(PARAMETERS));
    Optional<String> refusal = QuestionRules.refusal(query, parameters);
    require(refusal.isEmpty(), QUERY, refusal.orElse(""));
    return new SqlRequest(query, parameters, maxRows(object, mostRows));
  }

  private static ObjectNode object(byte[] body) throws BadArgumentException {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw new BadArgumentException(BODY, "must be JSON in UTF-8");
    }
    throw new BadArgumentException(BODY, "must be a JSON object");
  }

  private static int maxRows(ObjectNode object, int mostRows) throws BadArgumentException {
    JsonNode given = object.path(MAX_ROWS);
    if (given.isMissingNode()) {
      return Math.min(DEFAULT_ROWS, mostRows);
    }
    require(
        given.canConvertToExactIntegral()
            && given.canConvertToInt()
            && given.intValue() >= 1
            && given.intValue() <= mostRows,
        MAX_ROWS,
        "must be a whole number of 1 to " + mostRows + " (query-api.sql.max-rows)");
    return given.intValue();
  }

  private static Map<String, String> parameters(JsonNode given) throws BadArgumentException {
    require(
        given.isMissingNode() || given.isObject(),
        PARAMETERS,
        "must be an object of texts by name");
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : given.properties()) {
      require(each.getKey().matches(NAME), PARAMETERS, "has a name that is no identifier");
      require(each.getValue().isTextual(), PARAMETERS, "must be an object of texts by name");
      parameters.put(each.getKey(), each.getValue().textValue());
    }
    return parameters;
  }

  private static void require(boolean holds, String field, String rule)
      throws BadArgumentException {
    if (!holds) {
      throw new BadArgumentException(field, rule);
    }
  }
}
