// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/sql/views}: the public views and their columns, with what each is. */
public final class ViewsEndpoint implements Endpoint {
  private final QueryReader tables;

  public ViewsEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return SqlService.PATH + "/views";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Answer answer(Arguments arguments) throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode views = answer.putArray("views");
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    for (Map<String, Object> row : tables.ask(NamedQuery.VIEWS, Map.of())) {
      String name = row.get("view").toString();
      if (!view.path("name").asText().equals(name)) {
        view =
            views.addObject().put("name", name).put("comment", row.get("view_comment").toString());
        view.putArray("columns");
      }
      ObjectNode column = view.withArray("columns").addObject();
      for (String field : List.of("name", "type", "comment")) {
        column.put(field, row.get(field).toString());
      }
    }
    return Answer.json(answer);
  }
}
