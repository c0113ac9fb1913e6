// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.engine;

import io.millrace.dialects.table.Vocabulary;
import java.util.Locale;

/** Who runs a model, in the words of OTel's gen_ai.provider.name. */
public final class Providers {
  private final Vocabulary vocabulary;

  public Providers(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * The canonical provider.
   *
   * @param reported the emitter's word; a framework's name counts as none
   * @param models where no provider is reported it is derived from the first model that tells one
   * @return '' where nothing tells
   */
  public String canonical(String reported, String... models) {
    String word = reported.toLowerCase(Locale.ROOT).strip();
    if (!word.isEmpty() && !vocabulary.frameworks().contains(word)) {
      return vocabulary.providers().getOrDefault(word, ofFamily(word));
    }
    for (String model : models) {
      String derived = ofModel(model.toLowerCase(Locale.ROOT));
      if (!derived.isEmpty()) {
        return derived;
      }
    }
    return "";
  }

  /** Vercel's SDK adds the API to the provider: azure.responses. */
  private String ofFamily(String word) {
    int dot = word.indexOf('.');
    return dot > 0 ? vocabulary.providers().getOrDefault(word.substring(0, dot), word) : word;
  }

  private String ofModel(String model) {
    int slash = model.indexOf('/');
    if (slash > 0 && vocabulary.providers().containsKey(model.substring(0, slash))) {
      return vocabulary.providers().get(model.substring(0, slash));
    }
    for (Vocabulary.ModelPrefix known : vocabulary.modelPrefixes()) {
      if (model.startsWith(known.prefix())) {
        return known.provider();
      }
    }
    return "";
  }

  /** The model without the route that LiteLLM and others put before it: openai/gpt-4o is gpt-4o. */
  public String modelWithoutRoute(String model, String provider) {
    int slash = model.indexOf('/');
    if (slash <= 0) {
      return model;
    }
    String route = model.substring(0, slash).toLowerCase(Locale.ROOT);
    boolean names = !provider.isEmpty() && provider.equals(vocabulary.providers().get(route));
    return names ? model.substring(slash + 1) : model;
  }

  /** The canonical finish reason, or the emitter's own word. */
  public String finishReason(String reported) {
    String word = reported.toLowerCase(Locale.ROOT);
    word = word.substring(word.lastIndexOf('.') + 1);
    return vocabulary.finishReasons().getOrDefault(word, reported);
  }
}
