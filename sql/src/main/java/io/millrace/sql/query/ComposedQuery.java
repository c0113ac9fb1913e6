// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.util.Map;

/**
 * A query composed of fixed pieces of text, where a question may have any number of conditions.
 * What a caller says is in it as bound parameters only.
 *
 * @param text with parameters as {@code {name:Type}}
 * @param parameters a value for each: text, a number, or a list of texts
 */
public record ComposedQuery(String text, Map<String, Object> parameters) {
  public ComposedQuery {
    parameters = Map.copyOf(parameters);
    if (!NamedQuery.parametersOf(text).equals(parameters.keySet())) {
      throw new IllegalArgumentException(
          "the query takes %s, but was given %s"
              .formatted(NamedQuery.parametersOf(text), parameters.keySet()));
    }
  }
}
