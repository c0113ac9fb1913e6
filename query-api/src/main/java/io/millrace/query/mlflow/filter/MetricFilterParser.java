// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

import io.millrace.sql.mlflow.Comparison;
import io.millrace.sql.mlflow.Operand;
import io.millrace.sql.mlflow.Operator;
import java.util.List;
import java.util.Map;

/**
 * Reads a filter of MLflow's {@code traces/metrics}: one clause, {@code name = 'text'}, its name
 * one of {@code trace.status}, {@code trace.tag.<key>}, {@code trace.metadata.<key>}, {@code
 * span.name}, {@code span.status}, {@code span.type}, {@code assessment.name} and {@code
 * assessment.type}.
 */
public final class MetricFilterParser {
  private static final String TAG = "trace.tag.";
  private static final String METADATA = "trace.metadata.";

  private static final Map<String, Operand> NAMES =
      Map.of(
          "trace.status", Operand.STATUS,
          "span.name", Operand.SPAN_NAME,
          "span.status", Operand.SPAN_STATUS,
          "span.type", Operand.SPAN_TYPE,
          "assessment.name", Operand.ASSESSMENT_NAME,
          "assessment.type", Operand.ASSESSMENT_TYPE);

  private MetricFilterParser() {}

  /**
   * The clause.
   *
   * @throws FilterException naming what is wrong
   */
  public static Comparison parse(String filter) throws FilterException {
    List<Token> tokens = Lexer.tokens(filter);
    boolean clause =
        tokens.size() == 4
            && tokens.get(0).type() == Token.Type.IDENTIFIER
            && tokens.get(1).isSymbol("=")
            && tokens.get(2).type() == Token.Type.STRING;
    if (!clause) {
      throw new FilterException(
          "Invalid filter '%s': expected one clause such as trace.status = 'OK'".formatted(filter));
    }
    String name = tokens.get(0).text();
    String value = tokens.get(2).text();
    if (name.startsWith(TAG)) {
      return equal(Operand.TAG, Name.unquoted(name.substring(TAG.length())), value);
    }
    if (name.startsWith(METADATA)) {
      return metadata(Name.unquoted(name.substring(METADATA.length())), value);
    }
    Operand operand = NAMES.get(name);
    if (operand == null) {
      throw new FilterException(
          "Invalid filter '%s': %s is none of trace.tag.<key>, trace.metadata.<key>, %s"
              .formatted(
                  filter, name, String.join(", ", NAMES.keySet().stream().sorted().toList())));
    }
    return equal(operand, "", value);
  }

  private static Comparison metadata(String key, String value) {
    Subject subject = Subject.ofMetadata(key);
    return equal(subject.operand(), subject.key(), value);
  }

  private static Comparison equal(Operand operand, String key, String value) {
    return Comparison.of(operand, key, Operator.EQUAL, value);
  }
}
