// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/usage}: calls, tokens and cost by time and by any dimensions. */
public final class UsageEndpoint implements Endpoint {
  private static final String GROUP_BY = "group_by";
  private static final String INTERVAL = "interval";

  private static final List<String> DIMENSIONS =
      List.of("experiment_id", "service_name", "agent_name", "user_id", "provider", "model");

  /** Seconds of each interval; that of the whole range is none. */
  private static final Map<String, Integer> INTERVALS =
      Map.of("", 0, "minute", 60, "hour", 3600, "day", 86_400);

  private static final int MOST_ROWS = 10_000;

  private static final List<Parameter> PARAMETERS =
      Filters.scopeAnd(
          DIMENSIONS.stream().map(Filters::text),
          Parameter.optional(GROUP_BY, Kind.someOf(DIMENSIONS), ""),
          Parameter.optional(INTERVAL, Kind.oneOf(List.of("minute", "hour", "day")), ""),
          Parameter.optional(Filters.LIMIT, Kind.count(1, MOST_ROWS), "1000"));

  private final QueryReader tables;

  public UsageEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  @Override
  public String path() {
    return "/api/v1/usage";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public JsonNode answer(Arguments arguments) throws IOException {
    int limit = arguments.number(Filters.LIMIT);
    List<String> groupBy = arguments.words(GROUP_BY);
    Map<String, Object> bound = Filters.bound(PARAMETERS, arguments);
    bound.remove(INTERVAL);
    bound.put("interval_s", INTERVALS.get(arguments.text(INTERVAL)));
    bound.put(Filters.LIMIT, limit + 1);
    List<Map<String, Object>> rows = tables.ask(NamedQuery.USAGE, bound);
    ObjectNode answer = Json.object();
    ArrayNode usage = answer.putArray("usage");
    rows.stream().limit(limit).map(row -> row(row, groupBy)).forEach(usage::add);
    answer.put("truncated", rows.size() > limit);
    return answer;
  }

  /** Dimensions under their own names, those not asked for left out. */
  private static ObjectNode row(Map<String, Object> columns, List<String> groupBy) {
    ObjectNode row = Json.row(columns);
    for (String dimension : DIMENSIONS) {
      JsonNode value = row.remove("by_" + dimension);
      if (groupBy.contains(dimension)) {
        row.set(dimension, value);
      }
    }
    return row;
  }
}
