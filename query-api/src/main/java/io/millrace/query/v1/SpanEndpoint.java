// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.http.Problem;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/v1/traces/{trace_id}/spans/{span_id}}: a span and what it carried: input, output,
 * messages, attributes, events, links.
 */
public final class SpanEndpoint implements Endpoint {
  private static final String SPAN_ID = "span_id";
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.path(TraceEndpoint.TRACE_ID, Kind.TRACE_ID),
          Parameter.path(SPAN_ID, Kind.SPAN_ID),
          Filters.OF_WORKSPACE);

  private final QueryReader tables;

  public SpanEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return "/api/v1/traces/{trace_id}/spans/{span_id}";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public Answer answer(Arguments arguments) throws Problem, IOException {
    Map<String, Object> key = arguments.all();
    List<Map<String, Object>> spans = tables.ask(NamedQuery.SPAN, key);
    if (spans.isEmpty()) {
      throw Problem.notFound("no such span in the trace");
    }
    List<Map<String, Object>> contents = tables.ask(NamedQuery.SPAN_CONTENT, key);
    ObjectNode answer = Json.object();
    answer.set("span", Json.row(spans.get(0)));
    // A bare span, of noise, has none.
    answer.set("content", contents.isEmpty() ? null : Json.row(contents.get(0)));
    return Answer.json(answer);
  }
}
