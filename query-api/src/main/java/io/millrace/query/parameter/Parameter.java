// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.parameter;

import java.util.Optional;

/**
 * One parameter of an endpoint.
 *
 * @param name as in the URL and in openapi.yaml
 * @param kind how its text is read
 * @param fallback the text that stands for none given; empty = it must be given
 * @param inPath whether it is a part of the path
 * @param repeated whether it may be given several times; its value is a list then
 */
public record Parameter(
    String name, Kind kind, Optional<String> fallback, boolean inPath, boolean repeated) {
  /** One of the query that may be left out. */
  public static Parameter optional(String name, Kind kind, String fallback) {
    return new Parameter(name, kind, Optional.of(fallback), false, false);
  }

  /** One of the query that may be given several times, or not at all. */
  public static Parameter repeated(String name, Kind kind) {
    return new Parameter(name, kind, Optional.of(""), false, true);
  }

  /** A part of the path. */
  public static Parameter path(String name, Kind kind) {
    return new Parameter(name, kind, Optional.empty(), true, false);
  }
}
