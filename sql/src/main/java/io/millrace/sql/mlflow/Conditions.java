// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.mlflow;

import java.util.List;
import java.util.stream.Collectors;

/** Comparisons as SQL. */
final class Conditions {
  /** A span and what it carried, of the traces to look at. */
  private static final String SPANS_OF =
      """
      (SELECT * FROM spans WHERE workspace = {workspace:String} AND trace_id IN (%1$s)) AS s%2$s""";

  private static final String CONTENT_OF =
      """

      LEFT JOIN (SELECT trace_id, span_id, input, output, attributes, events FROM span_content
          WHERE workspace = {workspace:String} AND trace_id IN (%1$s)) AS c
          ON c.trace_id = s.trace_id AND c.span_id = s.span_id""";

  private final Binding binding;

  Conditions(Binding binding) {
    this.binding = binding;
  }

  /** Of a trace: all of these; 1 where there are none. */
  String ofTrace(List<Comparison> comparisons, String scope) {
    List<Comparison> ofSpan = comparisons.stream().filter(c -> c.operand().ofSpan()).toList();
    String own =
        all(comparisons.stream().filter(c -> !c.operand().ofSpan()).map(this::one).toList());
    return ofSpan.isEmpty()
        ? own
        : own
            + " AND trace_id IN (SELECT s.trace_id FROM %s WHERE %s)"
                .formatted(spans(ofSpan, scope), ofSpan(ofSpan));
  }

  /** Of one span {@code s}, and what it carried, {@code c}: all of these. */
  String ofSpan(List<Comparison> comparisons) {
    return all(
        comparisons.stream()
            .map(c -> predicate(c, keyed(c.operand().sql(), c)) + hasAttribute(c))
            .toList());
  }

  /** Of an assessment {@code a}: all of these. */
  String ofAssessment(List<Comparison> comparisons) {
    return all(comparisons.stream().map(c -> predicate(c, c.operand().sql())).toList());
  }

  /**
   * The spans {@code s} of the traces that a query yields; with what they carried, {@code c}, where
   * a comparison is about that.
   */
  static String spans(List<Comparison> comparisons, String traceIds) {
    boolean content =
        comparisons.stream().anyMatch(c -> c.operand().place() == Operand.Place.SPAN_CONTENT);
    return spans(content, traceIds);
  }

  static String spans(boolean content, String traceIds) {
    return SPANS_OF.formatted(traceIds, content ? CONTENT_OF.formatted(traceIds) : "");
  }

  private static String all(List<String> conditions) {
    return conditions.isEmpty() ? "1" : conditions.stream().collect(Collectors.joining(" AND "));
  }

  private String one(Comparison comparison) {
    String sql = comparison.operand().sql();
    return switch (comparison.operand().place()) {
      case TRACE, TRACE_NUMBER -> predicate(comparison, sql);
      case TRACE_MAP -> ofMap(comparison, sql);
      case TRACE_LIST -> ofList(comparison, sql);
      case ASSESSMENT -> assessed(comparison, sql);
      case ANY_ASSESSMENT, SPAN, SPAN_CONTENT ->
          throw new IllegalArgumentException(comparison.operand() + " is none of a trace's");
    };
  }

  private String ofMap(Comparison comparison, String map) {
    String has = "mapContains(%s, %s)".formatted(map, binding.bind(comparison.key()));
    return switch (comparison.operator()) {
      case IS_NULL -> "NOT " + has;
      case IS_NOT_NULL -> has;
      default ->
          "(%s AND %s)"
              .formatted(
                  has,
                  predicate(comparison, "%s[%s]".formatted(map, binding.bind(comparison.key()))));
    };
  }

  private String ofList(Comparison comparison, String list) {
    return switch (comparison.operator()) {
      case IS_NULL -> "empty(%s)".formatted(list);
      case IS_NOT_NULL -> "notEmpty(%s)".formatted(list);
      default -> "arrayExists(v -> %s, %s)".formatted(predicate(comparison, "v"), list);
    };
  }

  /** A value is JSON: texts are compared with and without their quotes, as MLflow does. */
  private String assessed(Comparison comparison, String kind) {
    boolean issue = comparison.operand() == Operand.ISSUE;
    String that =
        "type = 'ASSESSMENT' AND valid AND kind = '%s' AND name = %s"
            .formatted(kind, binding.bind(issue ? comparison.values().get(0) : comparison.key()));
    String value = issue || comparison.operator().isUnary() ? "1" : valueOf(comparison);
    return "trace_id %s (SELECT trace_id FROM annotations WHERE workspace = {workspace:String} AND %s AND %s)"
        .formatted(comparison.operator() == Operator.IS_NULL ? "NOT IN" : "IN", that, value);
  }

  private String valueOf(Comparison comparison) {
    Object wanted = comparison.values().get(0);
    return switch (comparison.operator()) {
      case EQUAL -> equal(wanted);
      case NOT_EQUAL -> "NOT " + equal(wanted);
      case LIKE, ILIKE, RLIKE -> predicate(comparison, "value");
      default -> predicate(comparison, "toFloat64OrNull(value)");
    };
  }

  private String equal(Object wanted) {
    String bound = binding.bind(wanted);
    return "(value = %1$s OR value = toJSONString(%1$s))".formatted(bound);
  }

  private String hasAttribute(Comparison comparison) {
    return comparison.operand() == Operand.SPAN_ATTRIBUTE
        ? keyed(" AND mapContains(c.attributes, @key)", comparison)
        : "";
  }

  private String keyed(String sql, Comparison comparison) {
    return sql.contains("@key") ? sql.replace("@key", binding.bind(comparison.key())) : sql;
  }

  private String predicate(Comparison comparison, String left) {
    Operator operator = comparison.operator();
    List<Object> values =
        operator.takesPattern()
            ? comparison.values().stream().<Object>map(Conditions::withoutEscapes).toList()
            : comparison.values();
    return operator.compare(left, binding.bindAll(values));
  }

  /** In MLflow's stores a backslash stands for itself; in ClickHouse's patterns it escapes. */
  private static String withoutEscapes(Object pattern) {
    return pattern.toString().replace("\\", "\\\\");
  }
}
