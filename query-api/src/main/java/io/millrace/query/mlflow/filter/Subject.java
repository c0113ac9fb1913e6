// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

import io.millrace.sql.mlflow.Operand;
import io.millrace.sql.mlflow.Operator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a name in a filter means, and how it may be compared (MLflow 3.17.2, {@code
 * mlflow/utils/search_utils.py}).
 *
 * @param key '' = none
 * @param takesNumber whether it is compared with a number by every operator
 */
record Subject(Operand operand, String key, Set<Operator> operators, boolean takesNumber) {
  private static final Set<Operator> PATTERNS =
      EnumSet.of(Operator.LIKE, Operator.ILIKE, Operator.RLIKE);
  private static final Set<Operator> EQUALITY = EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL);
  private static final Set<Operator> SIZES =
      EnumSet.of(
          Operator.LESS, Operator.LESS_OR_EQUAL, Operator.GREATER, Operator.GREATER_OR_EQUAL);
  private static final Set<Operator> NULLS = EnumSet.of(Operator.IS_NULL, Operator.IS_NOT_NULL);
  private static final Set<Operator> LISTS = EnumSet.of(Operator.IN, Operator.NOT_IN);

  private static final Set<Operator> OF_TEXT = union(EQUALITY, PATTERNS);
  private static final Set<Operator> OF_LISTED_TEXT = union(OF_TEXT, LISTS);
  private static final Set<Operator> OF_KEY = union(OF_TEXT, NULLS);
  private static final Set<Operator> OF_NUMBER = union(EQUALITY, SIZES);
  private static final Set<Operator> OF_CONTENT = EnumSet.of(Operator.LIKE, Operator.ILIKE);
  private static final Set<Operator> OF_ASSESSMENT = union(OF_KEY, SIZES);
  private static final Set<Operator> OF_ID = EnumSet.of(Operator.EQUAL);

  /** Operators that compare an assessment with a number; the others with a text. */
  static boolean comparesSizes(Operator operator) {
    return SIZES.contains(operator);
  }

  /** A trace's own, after {@code trace.}, {@code attribute.}, {@code attributes.} or nothing. */
  private static final Map<String, Subject> ATTRIBUTES =
      Map.ofEntries(
          Map.entry("request_id", text(Operand.TRACE_ID)),
          Map.entry("client_request_id", text(Operand.CLIENT_REQUEST_ID)),
          Map.entry("status", text(Operand.STATUS)),
          Map.entry("timestamp", number(Operand.TIMESTAMP_MS)),
          Map.entry("timestamp_ms", number(Operand.TIMESTAMP_MS)),
          Map.entry("execution_time", number(Operand.EXECUTION_TIME_MS)),
          Map.entry("execution_time_ms", number(Operand.EXECUTION_TIME_MS)),
          Map.entry("end_time", number(Operand.END_TIME_MS)),
          Map.entry("end_time_ms", number(Operand.END_TIME_MS)),
          Map.entry("name", new Subject(Operand.TAG, "mlflow.traceName", OF_LISTED_TEXT, false)),
          Map.entry(
              "run_id", new Subject(Operand.METADATA, "mlflow.sourceRun", OF_LISTED_TEXT, false)),
          Map.entry("prompt", new Subject(Operand.PROMPT, "", OF_ID, false)),
          Map.entry("text", new Subject(Operand.SPAN_CONTENT, "", OF_CONTENT, false)));

  private static final Map<String, Subject> OF_SPAN =
      Map.of(
          "name", text(Operand.SPAN_NAME),
          "type", text(Operand.SPAN_TYPE),
          "status", text(Operand.SPAN_STATUS),
          "content", new Subject(Operand.SPAN_CONTENT, "", OF_CONTENT, false));

  /** Metadata that several sessions or users of one trace may have. */
  private static final Map<String, Operand> RESOLVED =
      Map.of("mlflow.trace.session", Operand.SESSION, "mlflow.trace.user", Operand.USER);

  /** What one may sort by, beside keys of tags and metadata. */
  private static final Set<String> SORTABLE =
      Set.of(
          "experiment_id",
          "timestamp",
          "timestamp_ms",
          "execution_time",
          "execution_time_ms",
          "end_time",
          "end_time_ms",
          "status",
          "request_id",
          "name",
          "run_id");

  private static final List<String> ENTITIES =
      List.of("trace", "tag", "metadata", "span", "feedback", "expectation", "issue");

  /** What a name in a filter means. */
  static Subject ofFilter(Name name) throws FilterException {
    return switch (name.entity()) {
      case "", "attribute", "attributes", "trace" -> known(ATTRIBUTES, "trace", name);
      case "tag", "tags" -> new Subject(Operand.TAG, keyOf(name), OF_KEY, false);
      case "metadata", "request_metadata" -> ofMetadata(keyOf(name));
      case "span" ->
          name.key().startsWith("attributes.")
              ? new Subject(Operand.SPAN_ATTRIBUTE, attribute(name), OF_LISTED_TEXT, false)
              : known(OF_SPAN, "span", name);
      case "feedback" -> new Subject(Operand.FEEDBACK, keyOf(name), OF_ASSESSMENT, false);
      case "expectation" -> new Subject(Operand.EXPECTATION, keyOf(name), OF_ASSESSMENT, false);
      case "issue" ->
          known(Map.of("id", new Subject(Operand.ISSUE, "", OF_ID, false)), "issue", name);
      default ->
          throw new FilterException(
              "Invalid entity type '%s' in '%s'. Valid values are %s"
                  .formatted(name.entity(), name.written(), ENTITIES));
    };
  }

  /** What a name in an order means. */
  static Subject ofOrder(Name name) throws FilterException {
    boolean keyed = Set.of("tag", "tags", "metadata", "request_metadata").contains(name.entity());
    boolean own = Set.of("", "attribute", "attributes", "trace").contains(name.entity());
    if (own && name.key().equals("experiment_id")) {
      return text(Operand.EXPERIMENT_ID);
    }
    if (!keyed && !(own && SORTABLE.contains(name.key().toLowerCase(Locale.ROOT)))) {
      throw new FilterException(
          "Invalid order_by key '%s'. Valid values are %s, tag.<key>, metadata.<key>"
              .formatted(name.written(), SORTABLE.stream().sorted().toList()));
    }
    return keyed
        ? new Subject(
            name.entity().startsWith("tag") ? Operand.TAG : Operand.METADATA,
            keyOf(name),
            Set.of(),
            false)
        : ofFilter(name);
  }

  /** A key of the metadata of a trace. */
  static Subject ofMetadata(String key) {
    Operand resolved = RESOLVED.get(key);
    return resolved == null
        ? new Subject(Operand.METADATA, key, OF_KEY, false)
        : new Subject(resolved, "", OF_KEY, false);
  }

  private static String attribute(Name name) throws FilterException {
    String key = Name.unquoted(name.key().substring("attributes.".length()));
    if (key.isEmpty()) {
      throw new FilterException("Span attribute name cannot be empty after 'attributes.'");
    }
    return key;
  }

  private static String keyOf(Name name) throws FilterException {
    if (name.key().isEmpty()) {
      throw new FilterException("'%s' names no key".formatted(name.written()));
    }
    return name.key();
  }

  private static Subject known(Map<String, Subject> subjects, String entity, Name name)
      throws FilterException {
    Subject subject = subjects.get(name.key().toLowerCase(Locale.ROOT));
    if (subject == null) {
      throw new FilterException(
          "Invalid %s attribute '%s'. Supported attributes: %s%s"
              .formatted(
                  entity,
                  name.written(),
                  String.join(", ", subjects.keySet().stream().sorted().toList()),
                  entity.equals("span") ? ", attributes.<attribute_name>" : ""));
    }
    return subject;
  }

  private static Subject text(Operand operand) {
    return new Subject(operand, "", OF_LISTED_TEXT, false);
  }

  private static Subject number(Operand operand) {
    return new Subject(operand, "", OF_NUMBER, true);
  }

  private static Set<Operator> union(Set<Operator> some, Set<Operator> more) {
    EnumSet<Operator> all = EnumSet.copyOf(some);
    all.addAll(more);
    return all;
  }
}
