// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A policy for each dialect.
 *
 * @param otherwise of the dialects that are not named
 * @param byDialect the others'
 */
public record NoisePolicies(NoisePolicy otherwise, Map<String, NoisePolicy> byDialect)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public NoisePolicies {
    byDialect = Map.copyOf(byDialect);
  }

  /**
   * Reads e.g. {@code keep-bare, codex=drop, mastra=keep}.
   *
   * @throws IllegalArgumentException it is none
   */
  public static NoisePolicies parse(String text) {
    NoisePolicy otherwise = NoisePolicy.KEEP_BARE;
    Map<String, NoisePolicy> byDialect = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        otherwise = policy(entry);
      } else {
        byDialect.put(entry.substring(0, equals).strip(), policy(entry.substring(equals + 1)));
      }
    }
    return new NoisePolicies(otherwise, byDialect);
  }

  private static NoisePolicy policy(String text) {
    return NoisePolicy.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The policy of a dialect. */
  public NoisePolicy of(String dialect) {
    return byDialect.getOrDefault(dialect, otherwise);
  }
}
