// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query whose text is a file and never changes; what it is asked for are its parameters. */
public enum NamedQuery {
  /** Traces by filters, newest first, from a place on. */
  TRACES,
  /** One trace. */
  TRACE,
  /** The spans of one trace. */
  TRACE_SPANS,
  /** Sessions by filters, newest first, from a place on. */
  SESSIONS,
  /** Model calls, tokens and cost by time and dimensions. */
  USAGE,
  /** How far the views show the log. */
  FRESHNESS;

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+):");

  private final String text;

  NamedQuery() {
    text = load(name().toLowerCase(Locale.ROOT) + ".sql");
  }

  /** The statement, with parameters as {@code {name:Type}}. */
  String text() {
    return text;
  }

  /** The parameters; each must be given. */
  public Set<String> parameters() {
    return parametersOf(text);
  }

  private static Set<String> parametersOf(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return Set.copyOf(names);
  }

  private static String load(String file) {
    try (InputStream resource = NamedQuery.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException("no query " + file + " on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
