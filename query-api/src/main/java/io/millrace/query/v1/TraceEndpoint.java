// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /api/v1/traces/{trace_id}}: a trace and the tree of its first spans. */
public final class TraceEndpoint implements Endpoint {
  static final String TRACE_ID = "trace_id";
  private static final String MAX_SPANS = "max_spans";
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.path(TRACE_ID, Kind.TRACE_ID),
          Filters.OF_WORKSPACE,
          Parameter.optional(MAX_SPANS, Kind.count(1, 10_000), "1000"));

  private final QueryReader tables;

  public TraceEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return "/api/v1/traces/{trace_id}";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public Answer answer(Arguments arguments) throws Problem, IOException {
    Map<String, Object> key = arguments.only(List.of(Filters.WORKSPACE, TRACE_ID));
    List<Map<String, Object>> traces = tables.ask(NamedQuery.TRACE, key);
    if (traces.isEmpty()) {
      throw none(arguments);
    }
    int maxSpans = arguments.number(MAX_SPANS);
    Page spans = spans(tables, key, Map.of("after_key", 0, "after_id", ""), maxSpans);
    ObjectNode answer = Json.object();
    answer.set("trace", Json.row(traces.get(0)));
    ArrayNode tree = answer.putArray("spans");
    for (SpanTree.Node node : SpanTree.of(spans.rows())) {
      ObjectNode span = Json.object();
      span.put("depth", node.depth());
      span.setAll(Json.row(node.span()));
      tree.add(span);
    }
    answer.put("truncated", spans.truncated());
    answer.put("next_cursor", spans.nextCursor());
    return Answer.json(answer);
  }

  static Problem none(Arguments arguments) {
    return Problem.notFound(
        "no trace %s in workspace '%s'"
            .formatted(arguments.text(TRACE_ID), arguments.text(Filters.WORKSPACE)));
  }

  static Page spans(
      QueryReader tables, Map<String, Object> trace, Map<String, Object> after, int limit)
      throws IOException {
    Map<String, Object> bound = new HashMap<>(trace);
    bound.putAll(after);
    bound.put(Filters.LIMIT, limit + 1);
    return Page.of(tables.ask(NamedQuery.TRACE_SPANS, bound), limit, List.of("span_id"), Set.of());
  }
}
