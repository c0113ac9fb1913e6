// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.capture;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keeps credentials out of a capture: headers and query parameters by their names. */
final class Secrets {
  private static final Pattern NAME =
      Pattern.compile(
          ".*(auth|cookie|key|token|secret|passw|credential|signature|session).*",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  static boolean isSecret(String name) {
    return NAME.matcher(name).matches();
  }

  /** Without those that may be credentials. */
  static Map<String, String> withoutSecrets(Map<String, String> headers) {
    Map<String, String> kept = new TreeMap<>(headers);
    kept.keySet().removeIf(Secrets::isSecret);
    return kept;
  }

  /** A path with its query, without parameters that may be credentials. */
  static String withoutSecrets(String path) {
    int mark = path.indexOf('?');
    if (mark < 0) {
      return path;
    }
    String query =
        Arrays.stream(path.substring(mark + 1).split("&"))
            .filter(parameter -> !isSecret(parameter.replaceFirst("=.*", "")))
            .collect(Collectors.joining("&"));
    return path.substring(0, mark) + (query.isEmpty() ? "" : "?" + query);
  }
}
