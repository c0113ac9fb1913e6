// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.MediaType;
import io.millrace.query.http.Answer;
import io.millrace.query.v1.Csv;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What ClickHouse answered.
 *
 * @param columns name and type of each
 * @param rows a value for each column
 * @param truncated whether there are more
 */
record SqlAnswer(List<JsonNode> columns, List<JsonNode> rows, boolean truncated) {
  /** The format of ClickHouse that it is read from. */
  static final String FORMAT = "JSONCompact";

  private static final String NUMBER = "(Nullable\\()?(U?Int|Decimal).*";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads an answer.
   *
   * @param maxRows further ones are left out
   */
  static SqlAnswer read(byte[] compact, int maxRows) throws IOException {
    JsonNode whole = JSON.readTree(compact);
    List<JsonNode> rows = list(whole.path("data"));
    return new SqlAnswer(
        list(whole.path("meta")), rows.stream().limit(maxRows).toList(), rows.size() > maxRows);
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  Answer json() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode named = answer.putArray("columns");
    named.addAll(columns);
    answer.putArray("rows").addAll(rows);
    answer.put("truncated", truncated);
    return Answer.json(answer);
  }

  /** With a line of names, for spreadsheets. */
  Answer csv() {
    String text =
        Csv.of(
            columns.stream().map(column -> column.path("name").asText()).toList(),
            rows.stream().map(this::values).toList());
    return new Answer(
        MediaType.parse("text/csv; charset=utf-8; header=present"),
        HttpData.ofUtf8(text),
        "query.csv");
  }

  /** Numbers that JSON has as texts are numbers to a spreadsheet, and no formulas. */
  private List<Object> values(JsonNode row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      JsonNode value = row.path(i);
      boolean number = columns.get(i).path("type").asText().matches(NUMBER);
      values.add(
          !value.isTextual()
              ? value
              : number ? new BigDecimal(value.textValue()) : value.textValue());
    }
    return values;
  }
}
