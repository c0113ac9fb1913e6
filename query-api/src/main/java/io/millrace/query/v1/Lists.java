// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import static io.millrace.query.v1.Filters.cursor;
import static io.millrace.query.v1.Filters.limit;
import static io.millrace.query.v1.Filters.scopeAnd;
import static io.millrace.query.v1.Filters.texts;
import static io.millrace.query.v1.Filters.word;

import io.millrace.query.http.Endpoint;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.query.v1.ListEndpoint.Spec;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The lists of the API, as a table. */
public final class Lists {
  private static final int MOST_PAGE = 1000;
  private static final int MOST = 10_000;
  private static final Set<String> SORT_KEY = Set.of(Page.SORT_KEY);

  private static final Grouping CALLS =
      Grouping.of("experiment_id", "service_name", "agent_name", "user_id", "provider", "model");
  private static final Grouping MODELS = CALLS.unlessAsked("provider,model");
  private static final Grouping TOOLS =
      Grouping.of("experiment_id", "service_name", "agent_name", "tool").unlessAsked("tool");
  private static final Grouping TRACES = Grouping.of("experiment_id", "service_name", "name");

  /** By what calls without a price are told apart. */
  private static final List<String> UNPRICED =
      List.of("provider", "model", "agent_name", "user_id", "service_name");

  /** By what failed spans are. */
  private static final List<String> ERRORS =
      Stream.concat(Stream.of("kind", "error_type", "name", "tool_name"), UNPRICED.stream())
          .toList();

  private static final List<Spec> ALL =
      List.of(
          new Spec(
              "traces",
              NamedQuery.TRACES,
              scopeAnd(
                  texts("experiment_id", "session_id", "user_id", "model", "tool"),
                  texts("agent_name", "service_name", "name"),
                  Stream.of(
                      word("status", "", "UNSET", "OK", "ERROR"),
                      Parameter.optional("min_cost_usd", Kind.MONEY, "0"),
                      Parameter.optional("max_cost_usd", Kind.MONEY, "99999999999999"),
                      Parameter.optional("min_duration", Kind.DURATION, "0s"),
                      Parameter.optional("max_duration", Kind.DURATION, "36500d"),
                      Parameter.repeated("tag", Kind.LABEL),
                      Parameter.repeated("attribute", Kind.PAIR),
                      Parameter.repeated("assessment", Kind.LABEL),
                      word("failed", "", "model_calls", "tool_calls"),
                      Parameter.repeated("error", Kind.anyOrPairOf(ERRORS)),
                      Parameter.repeated("unpriced", Kind.anyOrPairOf(UNPRICED)),
                      word("noise", "", "true", "false"),
                      Parameter.optional("q", Kind.WORDS, ""),
                      word(
                          "sort",
                          "start_time",
                          "start_time",
                          "duration",
                          "cost",
                          "tokens",
                          "errors",
                          "size"),
                      word("order", "desc", "desc", "asc"),
                      limit(50, MOST),
                      cursor())),
              Grouping.NONE,
              List.of("trace_id"),
              SORT_KEY),
          new Spec(
              "sessions",
              NamedQuery.SESSIONS,
              scopeAnd(
                  texts("experiment_id", "user_id", "agent_name", "model", "tool"),
                  Stream.of(
                      Parameter.optional("min_cost_usd", Kind.MONEY, "0"),
                      word(
                          "sort",
                          "start_time",
                          "start_time",
                          "end_time",
                          "duration",
                          "cost",
                          "tokens",
                          "errors",
                          "size"),
                      word("order", "desc", "desc", "asc"),
                      limit(50, MOST),
                      cursor())),
              Grouping.NONE,
              List.of("session_id", "experiment_id"),
              SORT_KEY),
          grouped("usage", NamedQuery.USAGE, CALLS),
          grouped("models", NamedQuery.CALLS, MODELS),
          grouped("tools", NamedQuery.TOOLS, TOOLS),
          grouped("latency", NamedQuery.LATENCY, TRACES),
          new Spec(
              "users",
              NamedQuery.USERS,
              scopeAnd(
                  texts("experiment_id", "service_name", "user_id", "agent_name", "model"),
                  Stream.of(limit(100, MOST))),
              Grouping.NONE),
          new Spec(
              "agents",
              NamedQuery.AGENTS,
              scopeAnd(
                  texts("experiment_id", "service_name", "user_id", "agent_name", "model"),
                  Stream.of(limit(100, MOST))),
              Grouping.NONE),
          new Spec(
              "errors",
              NamedQuery.ERRORS,
              scopeAnd(
                  texts("experiment_id", "service_name", "agent_name", "user_id", "model", "tool"),
                  Stream.of(
                      word(
                          "kind",
                          "",
                          "SPAN",
                          "LLM",
                          "EMBEDDING",
                          "RERANKER",
                          "TOOL",
                          "AGENT",
                          "CHAIN",
                          "RETRIEVER",
                          "GUARDRAIL",
                          "EVALUATOR",
                          "MEMORY"),
                      limit(100, MOST_PAGE))),
              Grouping.NONE),
          new Spec(
              "top",
              NamedQuery.TOP,
              scopeAnd(
                  CALLS.dimensions().stream().map(Filters::text),
                  Stream.of(
                      Parameter.optional("by", Kind.oneOf(CALLS.dimensions()), "model"),
                      word(
                          "measure",
                          "cost_usd",
                          "cost_usd",
                          "tokens",
                          "calls",
                          "errors",
                          "unpriced_calls"),
                      limit(10, MOST_PAGE))),
              Grouping.NONE),
          new Spec(
              "facets",
              NamedQuery.FACETS,
              scopeAnd(Stream.of(limit(50, MOST_PAGE))),
              Grouping.NONE),
          new Spec(
              "ledger",
              NamedQuery.LEDGER,
              scopeAnd(Stream.of(Filters.BY_INTERVAL, limit(1000, MOST))),
              Grouping.NONE),
          new Spec(
              "dead_letters",
              NamedQuery.DEAD_LETTERS,
              scopeAnd(Stream.of(limit(100, MOST_PAGE))),
              Grouping.NONE),
          new Spec(
              "assessments",
              NamedQuery.ASSESSMENTS,
              List.of(
                  Filters.OF_WORKSPACE,
                  Parameter.optional("trace_id", Kind.TEXTS, ""),
                  Filters.text("name"),
                  limit(100, MOST)),
              Grouping.NONE),
          ofNoTime("prices", NamedQuery.PRICES, "workspace", "name"),
          ofNoTime("live_sessions", NamedQuery.LIVE_SESSIONS, "workspace"),
          ofNoTime(
              "wall_times",
              NamedQuery.WALL_TIMES,
              "workspace",
              "trace_id",
              "session_id",
              "experiment_id"),
          ofNoTime("workspaces", NamedQuery.WORKSPACES));

  private Lists() {}

  private static Spec grouped(String name, NamedQuery query, Grouping grouping) {
    return new Spec(
        name, query, scopeAnd(grouping.parameters(), Stream.of(limit(1000, MOST))), grouping);
  }

  /** A list that tells what is, whenever it began. */
  private static Spec ofNoTime(String name, NamedQuery query, String... filters) {
    Stream<Parameter> parameters =
        Arrays.stream(filters)
            .map(
                filter ->
                    filter.equals(Filters.WORKSPACE) ? Filters.OF_WORKSPACE : Filters.text(filter));
    return new Spec(
        name,
        query,
        Stream.concat(parameters, Stream.of(limit(100, MOST_PAGE))).toList(),
        Grouping.NONE);
  }

  /** An endpoint for each. */
  public static Stream<Endpoint> over(QueryReader tables) {
    return ALL.stream().map(spec -> new ListEndpoint(spec, tables));
  }
}
