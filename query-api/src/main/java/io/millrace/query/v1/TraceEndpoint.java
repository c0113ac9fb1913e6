// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** {@code /api/v1/traces/{trace_id}}: a trace and the tree of its spans. */
public final class TraceEndpoint implements Endpoint {
  private static final String TRACE_ID = "trace_id";
  private static final String MAX_SPANS = "max_spans";
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.path(TRACE_ID, Kind.TRACE_ID),
          Parameter.optional(Filters.WORKSPACE, Kind.TEXT, "default"),
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
  public JsonNode answer(Arguments arguments) throws Problem, IOException {
    String workspace = arguments.text(Filters.WORKSPACE);
    String traceId = arguments.text(TRACE_ID);
    int maxSpans = arguments.number(MAX_SPANS);
    Map<String, Object> key = Map.of(Filters.WORKSPACE, workspace, TRACE_ID, traceId);
    List<Map<String, Object>> traces = tables.ask(NamedQuery.TRACE, key);
    if (traces.isEmpty()) {
      throw Problem.notFound("no trace " + traceId + " in workspace '" + workspace + "'");
    }
    List<Map<String, Object>> spans =
        tables.ask(
            NamedQuery.TRACE_SPANS,
            Map.of(Filters.WORKSPACE, workspace, TRACE_ID, traceId, Filters.LIMIT, maxSpans + 1));
    return answer(traces.get(0), spans, maxSpans);
  }

  private static ObjectNode answer(
      Map<String, Object> trace, List<Map<String, Object>> spans, int maxSpans) {
    ObjectNode answer = Json.object();
    answer.set("trace", Json.row(trace));
    ArrayNode tree = answer.putArray("spans");
    for (SpanTree.Node node : SpanTree.of(spans.subList(0, Math.min(maxSpans, spans.size())))) {
      ObjectNode span = Json.object();
      span.put("depth", node.depth());
      span.setAll(Json.row(node.span()));
      tree.add(span);
    }
    answer.put("truncated", spans.size() > maxSpans);
    return answer;
  }
}
