// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.filter;

import java.util.Locale;

/**
 * A name in a filter.
 *
 * @param written as it is written
 * @param entity what stands before the first dot, in small letters; '' = there is no dot
 * @param key what stands behind it, without the quotes around the whole of it
 */
record Name(String written, String entity, String key) {
  static Name of(String written) {
    int dot =
        written.startsWith("`")
            ? written.indexOf('.', written.indexOf('`', 1))
            : written.indexOf('.');
    return dot < 0
        ? new Name(written, "", unquoted(written))
        : new Name(
            written,
            unquoted(written.substring(0, dot)).toLowerCase(Locale.ROOT),
            unquoted(written.substring(dot + 1)));
  }

  /** Without the back-quotes or double quotes around it, if there are any. */
  static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '`' || text.charAt(0) == '"')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
