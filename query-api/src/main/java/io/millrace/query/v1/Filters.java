// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The parameters that several endpoints share. */
final class Filters {
  static final String WORKSPACE = "workspace";
  static final String FROM = "from";
  static final String TO = "to";
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";

  /** Whose data, and of when; every list takes them. */
  private static final List<Parameter> SCOPE =
      List.of(
          Parameter.optional(WORKSPACE, Kind.TEXT, "default"),
          Parameter.optional(FROM, Kind.TIME, "-30d"),
          Parameter.optional(TO, Kind.TIME, "now"));

  private Filters() {}

  static Parameter text(String name) {
    return Parameter.optional(name, Kind.TEXT, "");
  }

  static List<Parameter> page(int defaultLimit, int mostRows) {
    return List.of(
        Parameter.optional(LIMIT, Kind.count(1, mostRows), Integer.toString(defaultLimit)),
        Parameter.optional(CURSOR, Kind.CURSOR, ""));
  }

  static List<Parameter> scopeAnd(Stream<Parameter> own, Parameter... last) {
    return Stream.of(SCOPE.stream(), own, Arrays.stream(last)).flatMap(each -> each).toList();
  }

  /** The parameters of a named query that have the same name here. */
  static Map<String, Object> bound(List<Parameter> parameters, Arguments arguments) {
    List<String> names =
        parameters.stream().map(Parameter::name).filter(name -> !name.equals(CURSOR)).toList();
    return new HashMap<>(arguments.only(names));
  }
}
