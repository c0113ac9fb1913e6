// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.PriceRow;
import io.millrace.dialects.price.PriceTable.PricedModel;
import io.millrace.dialects.price.PriceTable.PricedProvider;
import io.millrace.dialects.price.PriceTable.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds a model in the price table: never one of a provider that did not run it. */
final class ProviderIndex {
  /** OTel's gen_ai.provider.name → genai-prices' id, where they differ and no match rule tells. */
  private static final Map<String, String> IDS =
      Map.ofEntries(
          Map.entry("aws.bedrock", "aws"),
          Map.entry("azure.ai.openai", "azure"),
          Map.entry("azure.ai.inference", "azure"),
          Map.entry("gcp.gemini", "google"),
          Map.entry("gcp.vertex_ai", "google"),
          Map.entry("gcp.gen_ai", "google"),
          Map.entry("mistral_ai", "mistral"),
          Map.entry("x_ai", "x-ai"),
          Map.entry("together_ai", "together"),
          Map.entry("fireworks_ai", "fireworks"),
          Map.entry("ibm.watsonx.ai", "watsonx"));

  private static final String OPENROUTER = "openrouter";

  /** What OpenRouter calls :free costs nothing, whichever model it is. */
  private static final PricedModel FREE =
      new PricedModel(
          ":free",
          null,
          List.of(
              new PriceRow(
                  null,
                  null,
                  null,
                  Map.of(
                      Unit.input, new TokenPrice(BigDecimal.ZERO, null),
                      Unit.output, new TokenPrice(BigDecimal.ZERO, null)))),
          List.of());

  private final Map<String, PricedProvider> byId = new LinkedHashMap<>();
  private final Map<String, Map<String, PricedModel>> byExactId = new HashMap<>();

  ProviderIndex(List<PricedProvider> providers) {
    for (PricedProvider provider : providers) {
      byId.put(provider.id(), provider);
      Map<String, PricedModel> models = new HashMap<>();
      provider.models().forEach(m -> models.put(m.id().toLowerCase(Locale.ROOT), m));
      byExactId.put(provider.id(), models);
    }
  }

  /**
   * The model of that name.
   *
   * @param provider canonical; '' = whoever makes models of this name
   * @param model any case, with or without route
   */
  Optional<PricedModel> find(String provider, String model) {
    if (provider.equals(OPENROUTER) && model.endsWith(":free")) {
      return Optional.of(FREE);
    }
    for (String name : ModelNames.candidates(model)) {
      for (PricedProvider asked : asked(provider, name)) {
        Optional<PricedModel> found = in(asked, name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private List<PricedProvider> asked(String provider, String model) {
    if (provider.isEmpty()) {
      return byId.values().stream()
          .filter(p -> p.modelMatch() != null && p.modelMatch().test(model))
          .toList();
    }
    PricedProvider own = own(provider.toLowerCase(Locale.ROOT));
    if (own == null) {
      return List.of();
    }
    List<PricedProvider> asked = new ArrayList<>(List.of(own));
    own.fallback().forEach(id -> asked.add(byId.get(id)));
    return asked;
  }

  private PricedProvider own(String provider) {
    PricedProvider byOtelName = byId.get(IDS.getOrDefault(provider, provider));
    if (byOtelName != null) {
      return byOtelName;
    }
    return byId.values().stream()
        .filter(p -> p.match() != null && p.match().test(provider))
        .findFirst()
        .orElse(null);
  }

  private Optional<PricedModel> in(PricedProvider provider, String name) {
    PricedModel exact = byExactId.get(provider.id()).get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    return provider.models().stream()
        .filter(m -> m.match() != null && m.match().test(name))
        .findFirst();
  }
}
