// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.parameter;

import com.linecorp.armeria.common.QueryParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of an endpoint's parameters, each read and checked. */
public final class Arguments {
  private static final int MOST_SHOWN = 100;
  private static final int MOST_REPEATED = 20;

  private final Map<String, Object> values;

  private Arguments(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads a request.
   *
   * @throws BadArgumentException naming the first parameter that is not as it must be
   */
  public static Arguments read(
      List<Parameter> parameters, Map<String, String> path, QueryParams query)
      throws BadArgumentException {
    requireKnown(parameters, query.names());
    Map<String, Object> values = new HashMap<>();
    for (Parameter parameter : parameters) {
      values.put(parameter.name(), value(parameter, path, query));
    }
    return new Arguments(values);
  }

  private static void requireKnown(List<Parameter> parameters, Set<String> names)
      throws BadArgumentException {
    List<String> known =
        parameters.stream().filter(each -> !each.inPath()).map(Parameter::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new BadArgumentException(
            shown(name), "there is no such parameter; there are: " + String.join(", ", known));
      }
    }
  }

  private static Object value(Parameter parameter, Map<String, String> path, QueryParams query)
      throws BadArgumentException {
    if (!parameter.repeated()) {
      return read(parameter, text(parameter, path, query));
    }
    List<String> texts = query.getAll(parameter.name());
    if (texts.size() > MOST_REPEATED) {
      throw new BadArgumentException(
          parameter.name(), "must be given at most " + MOST_REPEATED + " times");
    }
    List<Object> values = new ArrayList<>();
    for (String text : texts) {
      values.add(read(parameter, text));
    }
    return List.copyOf(values);
  }

  private static String text(Parameter parameter, Map<String, String> path, QueryParams query)
      throws BadArgumentException {
    if (parameter.inPath()) {
      return path.get(parameter.name());
    }
    List<String> given = query.getAll(parameter.name());
    if (given.size() > 1) {
      throw new BadArgumentException(parameter.name(), "must be given once");
    }
    return given.isEmpty() ? parameter.fallback().orElse("") : given.get(0);
  }

  private static Object read(Parameter parameter, String text) throws BadArgumentException {
    try {
      return parameter.kind().read(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadArgumentException(
          parameter.name(),
          "must be " + parameter.kind().rule() + ", but is '" + shown(text) + "'");
    }
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), MOST_SHOWN));
  }

  public String text(String name) {
    return (String) values.get(name);
  }

  /** A count. */
  public int number(String name) {
    return (Integer) values.get(name);
  }

  /** A time in nanoseconds since the epoch, or a length of time in nanoseconds. */
  public long nanos(String name) {
    return (Long) values.get(name);
  }

  public Cursor cursor(String name) {
    return (Cursor) values.get(name);
  }

  /** The words of a list. */
  public List<String> words(String name) {
    return ((List<?>) values.get(name)).stream().map(Object::toString).toList();
  }

  /** Those of some names, as they were read. */
  public Map<String, Object> only(List<String> names) {
    return names.stream().collect(Collectors.toMap(name -> name, values::get));
  }

  /** Whether there is a parameter of that name. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** All, as they were read. */
  public Map<String, Object> all() {
    return values;
  }
}
