// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words that mean the same in all dialects, from {@code vocabulary.yaml}. Keys are in lower case.
 *
 * @param providers other names of a provider → the name of OTel's gen_ai.provider.name
 * @param frameworks names that stand where a provider should and are none
 * @param modelPrefixes beginnings of model names → provider, asked in order
 * @param finishReasons words for a finish reason → the canonical one
 */
public record Vocabulary(
    Map<String, String> providers,
    Set<String> frameworks,
    List<ModelPrefix> modelPrefixes,
    Map<String, String> finishReasons) {

  /** Models whose name begins with {@code prefix} are {@code provider}'s. */
  public record ModelPrefix(String prefix, String provider) {
    public ModelPrefix {
      Checks.text("modelPrefixes.prefix", prefix);
      Checks.text("modelPrefixes.provider", provider);
    }
  }

  public Vocabulary {
    providers = Checks.mapOrEmpty(providers);
    frameworks = frameworks == null ? Set.of() : Set.copyOf(frameworks);
    modelPrefixes = Checks.listOrEmpty(modelPrefixes);
    finishReasons = Checks.mapOrEmpty(finishReasons);
  }
}
