// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Cursor;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /api/v1/sessions}: sessions by filters, newest first. */
public final class SessionsEndpoint implements Endpoint {
  private static final List<Parameter> PARAMETERS =
      Filters.scopeAnd(
          Stream.concat(
              Stream.of("experiment_id", "user_id", "agent_name", "model", "tool")
                  .map(Filters::text),
              Filters.page(50, 1000).stream()),
          Parameter.optional("min_cost_usd", Kind.MONEY, "0"));

  private final QueryReader tables;

  public SessionsEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return "/api/v1/sessions";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public JsonNode answer(Arguments arguments) throws IOException {
    Cursor cursor = arguments.cursor(Filters.CURSOR);
    int limit = arguments.number(Filters.LIMIT);
    Map<String, Object> bound = Filters.bound(PARAMETERS, arguments);
    bound.put("after_time", cursor.timeUnixNano());
    bound.put("after_id", cursor.id(0));
    bound.put("after_experiment", cursor.id(1));
    bound.put(Filters.LIMIT, limit + 1);
    List<Map<String, Object>> rows = tables.ask(NamedQuery.SESSIONS, bound);
    return Page.of("sessions", rows, limit, "session_id", "experiment_id");
  }
}
