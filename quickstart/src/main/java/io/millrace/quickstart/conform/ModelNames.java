// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares names of models. The truth has them as requested; some clients tell only the name that
 * the provider answered, which may carry the date of the model's snapshot.
 */
final class ModelNames {
  private static final Pattern DATE = Pattern.compile("-(20\\d{6}|20\\d{2}-\\d{2}-\\d{2})$");

  private ModelNames() {}

  static boolean same(Object truth, Object told) {
    if (truth instanceof Collection<?> wanted && told instanceof Collection<?> seen) {
      Set<String> read =
          seen.stream().map(name -> asIn(wanted, name.toString())).collect(Collectors.toSet());
      return read.equals(wanted.stream().map(Object::toString).collect(Collectors.toSet()));
    }
    return truth.equals(told);
  }

  /** Without its date only where that is a name of the truth: a dated name may be the requested. */
  private static String asIn(Collection<?> wanted, String name) {
    String undated = DATE.matcher(name).replaceFirst("");
    return !wanted.contains(name) && wanted.contains(undated) ? undated : name;
  }
}
