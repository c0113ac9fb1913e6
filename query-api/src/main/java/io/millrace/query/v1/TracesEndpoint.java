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

/** {@code /api/v1/traces}: traces by filters, newest first. */
public final class TracesEndpoint implements Endpoint {
  private static final List<Parameter> PARAMETERS =
      Filters.scopeAnd(
          Stream.concat(
              Stream.of(
                      "experiment_id",
                      "session_id",
                      "user_id",
                      "model",
                      "tool",
                      "agent_name",
                      "service_name")
                  .map(Filters::text),
              Filters.page(50, 1000).stream()),
          Parameter.optional("status", Kind.oneOf(List.of("UNSET", "OK", "ERROR")), ""),
          Parameter.optional("min_cost_usd", Kind.MONEY, "0"),
          Parameter.optional("min_duration", Kind.DURATION, "0s"));

  private final QueryReader tables;

  public TracesEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return "/api/v1/traces";
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
    bound.put("min_duration_ns", bound.remove("min_duration"));
    bound.put("after_time", cursor.timeUnixNano());
    bound.put("after_id", cursor.id(0));
    bound.put(Filters.LIMIT, limit + 1);
    return Page.of("traces", tables.ask(NamedQuery.TRACES, bound), limit, "trace_id");
  }
}
