// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query whose text is a file and never changes; what it is asked for are its parameters. */
public enum NamedQuery {
  /** What was asked of the agents, by period or interval. */
  OVERVIEW_TRACES,
  /** Model calls, by period or interval. */
  OVERVIEW_USAGE,
  /** Traces by filters, sorted, from a place on. */
  TRACES,
  /** One trace. */
  TRACE,
  /** The spans of one trace, earliest first, from a place on. */
  TRACE_SPANS,
  /** One span. */
  SPAN,
  /** What one span carried. */
  SPAN_CONTENT,
  /** The spans of one trace as they were received, from a place on. */
  TRACE_RAW,
  /** Traces that changed since a time, the latest first. */
  TRACE_CHANGES,
  /** Sessions by filters, sorted, from a place on. */
  SESSIONS,
  /** One session. */
  SESSION,
  /** The traces of a session, earliest first, from a place on. */
  SESSION_TURNS,
  /** The traces that hold something of a session or user, by trace id. */
  PART_TRACES,
  /** Model calls, tokens and cost by time and dimensions. */
  USAGE,
  /** The same with latencies. */
  CALLS,
  /** Tool calls with latencies by time and dimensions. */
  TOOLS,
  /** Traces with latencies by time and dimensions. */
  LATENCY,
  /** Users and what was done for them. */
  USERS,
  /** Agents and what they did. */
  AGENTS,
  /** What fails, alike ones together. */
  ERRORS,
  /** The largest of one dimension by one measure. */
  TOP,
  /** The values of each filter. */
  FACETS,
  /** The account of what was received, by time. */
  LEDGER,
  /** What could not be read or stored. */
  DEAD_LETTERS,
  /** What was said of traces and spans. */
  ASSESSMENTS,
  /** Sessions seen lately, and which of them are stuck or run away. */
  LIVE_SESSIONS,
  /** How the wall time of a trace or session was spent. */
  WALL_TIMES,
  /** Prices of a workspace's own. */
  PRICES,
  /** How far a replay has come. */
  REPLAY,
  /** The workspaces that anything was received for. */
  WORKSPACES,
  /** Why so much could not be read or stored. */
  DEAD_LETTER_REASONS,
  /** The prefix of the log that the views show. */
  PROGRESS,
  /** How far the views show the log. */
  FRESHNESS,
  /** The public views and their columns. */
  VIEWS,
  /** The spans of some traces as MLflow tells them, from a place on. */
  MLFLOW_SPANS,
  /** What some spans carried. */
  MLFLOW_SPAN_CONTENTS,
  /** The assessments of some traces. */
  MLFLOW_ASSESSMENTS;

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+):");

  private final String text;

  NamedQuery() {
    text = load(name().toLowerCase(Locale.ROOT) + ".sql");
  }

  /** The statement, with parameters as {@code {name:Type}}. */
  String text() {
    return text;
  }

  /** The parameters; each must be given. */
  public Set<String> parameters() {
    return parametersOf(text);
  }

  static Set<String> parametersOf(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return Set.copyOf(names);
  }

  private static String load(String file) {
    try (InputStream resource = NamedQuery.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException("no query " + file + " on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
