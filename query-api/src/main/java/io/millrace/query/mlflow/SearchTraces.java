// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.mlflow.filter.FilterException;
import io.millrace.query.mlflow.filter.FilterParser;
import io.millrace.query.mlflow.filter.OrderParser;
import io.millrace.query.mlflow.trace.TraceReader;
import io.millrace.sql.mlflow.TraceSearch;
import io.millrace.sql.mlflow.TraceSearch.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST traces/search}: trace infos by filter, order and page. */
final class SearchTraces implements MlflowRead {
  /** MLflow's own. */
  private static final int MOST_RESULTS = 500;

  private static final int DEFAULT_RESULTS = 100;

  private final TraceReader traces;

  SearchTraces(TraceReader traces) {
    this.traces = traces;
  }

  @Override
  public JsonNode answer(MlflowRequest request) throws MlflowProblem, IOException {
    int maxResults = (int) request.number("max_results", 1, MOST_RESULTS, DEFAULT_RESULTS);
    List<Map<String, Object>> rows = traces.search(search(request, maxResults + 1));
    boolean more = rows.size() > maxResults;
    List<Map<String, Object>> page = more ? rows.subList(0, maxResults) : rows;
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!page.isEmpty()) {
      ArrayNode infos = answer.putArray("traces");
      traces
          .infosOf(
              request.workspace(),
              page.stream().map(row -> row.get("trace_id").toString()).toList())
          .forEach(infos::add);
    }
    if (more) {
      answer.put(
          "next_page_token", PageTokens.write((List<?>) page.get(page.size() - 1).get("sort_key")));
    }
    return answer;
  }

  private static TraceSearch search(MlflowRequest request, int limit) throws MlflowProblem {
    try {
      List<Order> order = OrderParser.parse(request.texts("order_by"));
      List<String> after = PageTokens.read(request.text("page_token"));
      return new TraceSearch(
          request.workspace(),
          experimentIds(request),
          FilterParser.parse(request.text("filter")),
          order,
          after,
          limit);
    } catch (FilterException e) {
      throw MlflowProblem.invalid(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw MlflowProblem.invalid("Invalid page token: it is of a search with another order");
    }
  }

  private static List<String> experimentIds(MlflowRequest request) throws MlflowProblem {
    List<String> ids = new ArrayList<>();
    for (JsonNode location : request.list("locations")) {
      String id = location.path("mlflow_experiment").path("experiment_id").asText("");
      if (id.isEmpty()) {
        throw MlflowProblem.invalid(
            "Invalid location %s: only locations of type MLFLOW_EXPERIMENT are known"
                .formatted(location));
      }
      ids.add(id);
    }
    if (ids.isEmpty()) {
      throw MlflowProblem.invalid("Missing value for required parameter 'locations'");
    }
    return ids;
  }
}
