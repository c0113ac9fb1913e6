// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What model calls cost, by provider, model, usage, service tier and event time. Sources are asked
 * in order: overrides of the user's own, then the list prices of genai-prices, then, for breadth,
 * LiteLLM's. An unknown price is empty, never 0. Thread-safe; the same query has the same quote,
 * always.
 */
public final class PriceBook {
  private static final List<String> TABLES = List.of("genai-prices.json", "litellm.json");
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Emitters' words for the list price. */
  private static final Set<String> STANDARD_TIERS = Set.of("", "auto", "default", "standard");

  private final List<PriceLayer> layers;

  private PriceBook(List<PriceLayer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * The one that this build carries. Costly: make one a process.
   *
   * @throws UncheckedIOException a table is missing or malformed
   */
  public static PriceBook bundled() {
    List<PriceLayer> layers = new ArrayList<>();
    for (String name : TABLES) {
      layers.add(new TableLayer(bundledTable(name)));
    }
    return new PriceBook(layers);
  }

  /** One that knows no price: for reading overrides. */
  public static PriceBook empty() {
    return new PriceBook(List.of());
  }

  private static PriceTable bundledTable(String name) {
    try (InputStream in = PriceBook.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no price table " + name);
      }
      return table(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private static PriceTable table(InputStream json) throws IOException {
    ObjectMapper mapper = JsonMapper.builder().addModule(new TimeTexts()).build();
    return mapper.readValue(json, PriceTable.class);
  }

  static PriceBook read(InputStream json) throws IOException {
    return new PriceBook(List.of(new TableLayer(table(json))));
  }

  /**
   * This book behind prices of one's own.
   *
   * @param overrides in the form that the README of dialects shows; '' = none
   * @throws IllegalArgumentException they are not in that form; the message says where
   */
  public PriceBook withOverrides(String overrides) {
    if (overrides.isBlank()) {
      return this;
    }
    return behind(OverrideLayer.parse(overrides, layers));
  }

  /**
   * This book behind prices of one's own that come one by one. Of two that say as much the later in
   * the list goes first.
   *
   * @param entries each one entry of what {@link #withOverrides(String)} reads
   * @throws IllegalArgumentException one is not in that form
   */
  public PriceBook withOverrides(List<String> entries) {
    if (entries.isEmpty()) {
      return this;
    }
    return behind(OverrideLayer.parse(entries, layers));
  }

  private PriceBook behind(PriceLayer first) {
    List<PriceLayer> all = new ArrayList<>();
    all.add(first);
    all.addAll(layers);
    return new PriceBook(all);
  }

  /**
   * This book with a newer table instead of that of the same source.
   *
   * @param json as {@code dialects/src/prices} dumps it; '' = none
   * @throws IllegalArgumentException it is no such table, or not to be believed; the message says
   *     why
   */
  public PriceBook withTable(String json) {
    if (json.isBlank()) {
      return this;
    }
    PriceTable newer = newer(json);
    List<PriceLayer> all = new ArrayList<>(layers);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof TableLayer old && old.table().source().equals(newer.source())) {
        TableRefresh.check(old.table(), newer);
        all.set(i, new TableLayer(newer));
        return new PriceBook(all);
      }
    }
    throw new IllegalArgumentException(
        "a price table of " + newer.source() + " replaces none of " + version());
  }

  private static PriceTable newer(String json) {
    try {
      return table(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException("no price table: " + e.getMessage(), e);
    }
  }

  /** The versions of all sources, in the order in which they are asked. */
  public String version() {
    return layers.stream().map(PriceLayer::version).collect(Collectors.joining(", "));
  }

  /**
   * What the call costs: by the response's model, else by the requested one. Empty where the model,
   * the price of a unit that was used, or the usage is not known, and above 100,000 USD.
   */
  public Optional<Quote> quote(PriceQuery query) {
    return quote(query, PriceNotes.NONE);
  }

  /** How the quote for a call comes about, line by line. */
  public List<String> explain(PriceQuery query) {
    PriceNotes notes = PriceNotes.taken();
    Optional<Quote> quote = quote(query, notes);
    notes.add(
        () ->
            quote
                .map(PriceBook::line)
                .orElse("= unknown: no cost is given, and the call counts as unpriced"));
    return notes.lines();
  }

  private static String line(Quote quote) {
    String saved =
        quote.cacheSavedPicoUsd() == null || quote.cacheSavedPicoUsd() == 0
            ? ""
            : ", the cache saved " + usd(quote.cacheSavedPicoUsd());
    return "= %s USD by %s: input %s, output %s%s"
        .formatted(
            usd(quote.picoUsd()),
            quote.priceVersion(),
            usd(quote.inputPicoUsd()),
            usd(quote.outputPicoUsd()),
            saved);
  }

  private static String usd(long picoUsd) {
    return BigDecimal.valueOf(picoUsd, 12).stripTrailingZeros().toPlainString();
  }

  private Optional<Quote> quote(PriceQuery query, PriceNotes notes) {
    if (!query.usage().hasTokens()) {
      notes.add(() -> "no tokens: nothing to be priced");
      return Optional.empty();
    }
    List<String> models =
        Stream.of(query.responseModel(), query.requestModel())
            .filter(model -> !model.isBlank())
            .distinct()
            .toList();
    for (PriceLayer layer : layers) {
      for (String model : models) {
        Optional<CallPrice> price = price(layer, query, model, notes);
        if (price.isPresent()) {
          return price.filter(CallPrice::isPlausible).map(call -> call.quote(layer.version()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<CallPrice> price(
      PriceLayer layer, PriceQuery query, String model, PriceNotes notes) {
    Instant time =
        Instant.ofEpochSecond(
            Math.floorDiv(query.eventTimeUnixNano(), NANOS_PER_SECOND),
            Math.floorMod(query.eventTimeUnixNano(), NANOS_PER_SECOND));
    String tier = query.serviceTier().toLowerCase(Locale.ROOT);
    String asked = STANDARD_TIERS.contains(tier) ? "" : tier;
    Map<PriceTable.Unit, TokenPrice> prices =
        layer.prices(query.provider(), model, asked, time, notes);
    return CallPrice.of(prices, query.usage(), notes);
  }
}
