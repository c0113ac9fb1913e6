// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import java.util.List;
import java.util.Map;

/**
 * A test of one span; everything that is given must hold, and something must be given.
 *
 * @param scope name of the instrumentation scope, exactly
 * @param scopePrefix its beginning
 * @param service the resource's {@code service.name}, exactly
 * @param name the span's name, exactly
 * @param namePrefix its beginning
 * @param nameSuffix its end
 * @param spanKind OTLP's span kind, e.g. SERVER
 * @param has keys of attributes that must be present
 * @param hasNot keys of attributes that must be absent
 * @param keyPrefix the beginning of the key of some attribute
 * @param equal attributes that must have these values, compared as text
 * @param startsWith attributes whose values must begin like this
 * @param endsWith attributes whose values must end like this
 * @param given a source that must have a value, or null
 * @param contains attributes that must be arrays with these elements
 */
public record Condition(
    String scope,
    String scopePrefix,
    String service,
    String name,
    String namePrefix,
    String nameSuffix,
    String spanKind,
    List<String> has,
    List<String> hasNot,
    String keyPrefix,
    Map<String, String> equal,
    Map<String, String> startsWith,
    Map<String, String> endsWith,
    Source given,
    Map<String, String> contains) {

  /** What a condition looks at first: detection asks in this order. */
  public enum Evidence {
    SCOPE_OR_RESOURCE,
    ATTRIBUTES,
    NAME
  }

  public Condition {
    has = Checks.listOrEmpty(has);
    hasNot = Checks.listOrEmpty(hasNot);
    equal = Checks.mapOrEmpty(equal);
    startsWith = Checks.mapOrEmpty(startsWith);
    endsWith = Checks.mapOrEmpty(endsWith);
    contains = Checks.mapOrEmpty(contains);
    boolean onSpan = scope != null || scopePrefix != null || service != null || spanKind != null;
    boolean onName = name != null || namePrefix != null || nameSuffix != null;
    boolean onKeys = !has.isEmpty() || !hasNot.isEmpty() || keyPrefix != null;
    if (!onSpan
        && !onName
        && !onKeys
        && !testsValues(equal, startsWith, endsWith, contains, given)) {
      throw new IllegalArgumentException("a condition must test something");
    }
  }

  /** The strongest evidence that this condition asks for. */
  public Evidence evidence() {
    if (scope != null || scopePrefix != null || service != null) {
      return Evidence.SCOPE_OR_RESOURCE;
    }
    boolean onKeys = !has.isEmpty() || keyPrefix != null;
    boolean onValues = testsValues(equal, startsWith, endsWith, contains, given);
    return onKeys || onValues ? Evidence.ATTRIBUTES : Evidence.NAME;
  }

  private static boolean testsValues(
      Map<String, String> equal,
      Map<String, String> startsWith,
      Map<String, String> endsWith,
      Map<String, String> contains,
      Source given) {
    return given != null
        || !(equal.isEmpty() && startsWith.isEmpty() && endsWith.isEmpty() && contains.isEmpty());
  }
}
