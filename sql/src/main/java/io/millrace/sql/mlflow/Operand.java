// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

/**
 * What a filter of MLflow compares, and where the views have it. In the SQL, {@code @key} stands
 * for the bound key.
 */
public enum Operand {
  TRACE_ID(Place.TRACE, "request_id"),
  CLIENT_REQUEST_ID(Place.TRACE, "client_request_id"),
  EXPERIMENT_ID(Place.TRACE, "experiment_id"),
  STATUS(Place.TRACE, "state"),
  TIMESTAMP_MS(Place.TRACE_NUMBER, "timestamp_ms"),
  EXECUTION_TIME_MS(Place.TRACE_NUMBER, "execution_time_ms"),
  END_TIME_MS(Place.TRACE_NUMBER, "end_time_ms"),
  TAG(Place.TRACE_MAP, "tags"),
  METADATA(Place.TRACE_MAP, "metadata"),
  /** Any of the trace's sessions: one trace of OpenCode has many. */
  SESSION(Place.TRACE_LIST, "sessions"),
  USER(Place.TRACE_LIST, "users"),
  /** {@code name/version} of a linked prompt, of which the tag holds a JSON array. */
  PROMPT(
      Place.TRACE_LIST,
      "arrayMap(p -> concat(JSONExtractString(p, 'name'), '/', JSONExtractString(p, 'version')),"
          + " JSONExtractArrayRaw(tags['mlflow.linkedPrompts']))"),
  SPAN_NAME(Place.SPAN, "toString(s.name)"),
  SPAN_STATUS(Place.SPAN, "toString(s.status)"),
  SPAN_TYPE(Place.SPAN_CONTENT, TypeOfSpan.SQL),
  SPAN_ATTRIBUTE(
      Place.SPAN_CONTENT,
      "if(startsWith(c.attributes[@key], '\"') AND isValidJSON(c.attributes[@key]),"
          + " JSONExtractString(c.attributes[@key]), c.attributes[@key])"),
  /** All that the span says. */
  SPAN_CONTENT(
      Place.SPAN_CONTENT,
      "concat(s.name, ' ', c.input, ' ', c.output, ' ', toJSONString(c.attributes), ' ', c.events)"),
  FEEDBACK(Place.ASSESSMENT, "FEEDBACK"),
  EXPECTATION(Place.ASSESSMENT, "EXPECTATION"),
  ISSUE(Place.ASSESSMENT, "ISSUE"),
  ASSESSMENT_NAME(Place.ANY_ASSESSMENT, "a.name"),
  ASSESSMENT_TYPE(Place.ANY_ASSESSMENT, "lower(a.kind)");

  /** Where it is. */
  enum Place {
    /** A text of the trace. */
    TRACE,
    TRACE_NUMBER,
    /** A key of a map of the trace. */
    TRACE_MAP,
    /** Any text of a list of the trace. */
    TRACE_LIST,
    /** A text of a span, {@code s}. */
    SPAN,
    /** A text of a span, {@code s}, or of what it carried, {@code c}. */
    SPAN_CONTENT,
    /** The value of an assessment of a kind, named as the key says. */
    ASSESSMENT,
    /** A text of an assessment, {@code a}. */
    ANY_ASSESSMENT
  }

  private final Place place;
  private final String sql;

  Operand(Place place, String sql) {
    this.place = place;
    this.sql = sql;
  }

  Place place() {
    return place;
  }

  String sql() {
    return sql;
  }

  /** Of which rows it is. */
  public Metric.View view() {
    return switch (place) {
      case SPAN, SPAN_CONTENT -> Metric.View.SPANS;
      case ANY_ASSESSMENT -> Metric.View.ASSESSMENTS;
      default -> Metric.View.TRACES;
    };
  }

  /** Whether a client's trace info is asked: all else is in what spans say. */
  boolean isTold() {
    return this == CLIENT_REQUEST_ID || this == METADATA;
  }

  boolean ofSpan() {
    return place == Place.SPAN || place == Place.SPAN_CONTENT;
  }
}
