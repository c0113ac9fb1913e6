// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.http.Answer;
import io.millrace.query.http.Endpoint;
import io.millrace.query.http.Problem;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code /api/v1/overview}: what happened in a time and in the equally long one before it, and by
 * interval where one is asked for.
 */
public final class OverviewEndpoint implements Endpoint {
  private static final String SINCE = "since";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final List<Parameter> PARAMETERS =
      Filters.scopeAnd(
          Filters.texts(
              "experiment_id", "service_name", "agent_name", "user_id", "provider", "model"),
          Stream.of(Filters.BY_INTERVAL));

  private static final Map<String, Object> NO_TRACES =
      numbers(
          0L,
          "traces",
          "errors",
          "open_traces",
          "sessions",
          "users",
          "turns",
          "tool_calls",
          "tool_errors");
  private static final Map<String, Object> NO_CALLS =
      numbers(
          0L,
          "calls",
          "call_errors",
          "input_tokens",
          "output_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "reasoning_tokens",
          "unpriced_calls");

  private static final List<String> COSTS =
      List.of("cost_usd", "input_cost_usd", "output_cost_usd", "cache_saved_usd");

  /** Unknown where there is nothing. */
  private static final Map<String, Object> UNKNOWN =
      numbers(
          null,
          "error_ratio",
          "duration_p50_ns",
          "duration_p90_ns",
          "duration_p95_ns",
          "duration_p99_ns",
          "cache_hit_ratio",
          "output_tokens_per_second",
          "call_duration_p50_ns",
          "call_duration_p90_ns",
          "call_duration_p95_ns",
          "call_duration_p99_ns",
          "first_token_p50_ns",
          "first_token_p90_ns",
          "first_token_p95_ns",
          "first_token_p99_ns");

  private final QueryReader tables;

  public OverviewEndpoint(QueryReader tables) {
    this.tables = tables;
  }

  private static Map<String, Object> numbers(Object value, String... names) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    for (String name : names) {
      numbers.put(name, value);
    }
    return numbers;
  }

  @Override
  public String path() {
    return "/api/v1/overview";
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public Answer answer(Arguments arguments) throws Problem, IOException {
    long from = arguments.nanos(Filters.FROM);
    long to = arguments.nanos(Filters.TO);
    if (from >= to) {
      throw Problem.badParameter(Filters.FROM, "must be before 'to'");
    }
    long since = Math.max(0, from - (to - from));
    SortedMap<Instant, Map<String, Object>> periods = ask(arguments, since, 0);
    ObjectNode answer = Json.object();
    answer.set("current", period(periods, from, to));
    answer.set("previous", period(periods, since, from));
    ArrayNode series = answer.putArray("series");
    int interval = arguments.number(Filters.INTERVAL);
    if (interval > 0) {
      ask(arguments, from, interval).values().forEach(row -> series.add(Json.row(row)));
    }
    return Answer.json(answer);
  }

  private static ObjectNode period(
      SortedMap<Instant, Map<String, Object>> periods, long from, long to) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(Filters.FROM, time(from));
    row.put(Filters.TO, time(to));
    Map<String, Object> found = periods.getOrDefault(instant(from), nothing());
    row.putAll(found);
    row.remove("time");
    return Json.row(row);
  }

  /** What both queries say, by the start of the period. */
  private SortedMap<Instant, Map<String, Object>> ask(Arguments arguments, long since, int interval)
      throws IOException {
    Map<String, Object> bound = new HashMap<>(arguments.all());
    bound.put(SINCE, since);
    bound.put(Filters.INTERVAL, interval);
    SortedMap<Instant, Map<String, Object>> byTime = new TreeMap<>();
    for (NamedQuery query : List.of(NamedQuery.OVERVIEW_TRACES, NamedQuery.OVERVIEW_USAGE)) {
      for (Map<String, Object> row : tables.ask(query, bound)) {
        Instant time = ((ZonedDateTime) row.get("time")).toInstant();
        byTime.computeIfAbsent(time, any -> nothing()).putAll(row);
      }
    }
    return byTime;
  }

  private static Map<String, Object> nothing() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("time", null);
    row.putAll(NO_TRACES);
    row.putAll(NO_CALLS);
    COSTS.forEach(column -> row.put(column, BigDecimal.ZERO));
    row.putAll(UNKNOWN);
    return row;
  }

  private static ZonedDateTime time(long nanos) {
    return instant(nanos).atZone(ZoneOffset.UTC);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
  }
}
