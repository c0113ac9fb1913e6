// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names under which a price table may know a model, the emitter's own first. */
final class ModelNames {
  /** Bedrock: {@code us.anthropic.claude-…-v1:0}; the version at the end is the API's. */
  private static final Pattern BEDROCK_REGION = Pattern.compile("^(us|eu|apac|global|us-gov)\\.");

  private static final Pattern BEDROCK_VERSION = Pattern.compile("-v\\d+:\\d+$");

  private static final Pattern ROUTER_VARIANT =
      Pattern.compile(":(nitro|floor|online|exacto|extended|thinking)$");

  private ModelNames() {}

  /** Candidates in lower case, in the order to be tried; empty for ''. */
  static List<String> candidates(String model) {
    String name = model.strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(name);
    // openai/gpt-4o, publishers/google/models/gemini-2.5-pro, models/gemini-2.5-pro, Bedrock's ARN
    String last = name.substring(name.lastIndexOf('/') + 1);
    names.add(last);
    // Vertex: claude-sonnet-4-5@20250929
    String dashed = last.replace('@', '-');
    names.add(dashed);
    String regionless = BEDROCK_REGION.matcher(dashed).replaceFirst("");
    names.add(regionless);
    names.add(BEDROCK_VERSION.matcher(regionless).replaceFirst(""));
    // OpenRouter's ways to run a model at the model's price
    List.copyOf(names).forEach(n -> names.add(ROUTER_VARIANT.matcher(n).replaceFirst("")));
    names.remove("");
    return List.copyOf(names);
  }
}
