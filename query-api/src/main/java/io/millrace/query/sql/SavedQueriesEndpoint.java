// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.SavedQuery;
import java.util.List;

/** {@code /api/v1/sql/queries}: questions that others had, as {@code sql/queries} has them. */
public final class SavedQueriesEndpoint implements Endpoint {
  @Override
  public String path() {
    return SqlService.PATH + "/queries";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Answer answer(Arguments arguments) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode queries = answer.putArray("queries");
    for (SavedQuery query : SavedQuery.all()) {
      ObjectNode each =
          queries
              .addObject()
              .put("name", query.name())
              .put("title", query.title())
              .put("text", query.text());
      ArrayNode parameters = each.putArray("parameters");
      query
          .parameters()
          .forEach((name, type) -> parameters.addObject().put("name", name).put("type", type));
    }
    return Answer.json(answer);
  }
}
