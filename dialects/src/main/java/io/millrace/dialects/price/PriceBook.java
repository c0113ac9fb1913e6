// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.dialects.price.PriceTable.PricedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What model calls cost at list price, by provider, model, usage, service tier and event time. An
 * unknown price is empty, never 0. Thread-safe; the same query has the same quote, always.
 */
public final class PriceBook {
  /** 100,000 USD: a call that costs more is implausible. */
  private static final BigDecimal MAX_PICO_USD = BigDecimal.valueOf(100_000_000_000_000_000L);

  private static final String TABLE = "genai-prices.json";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Emitters' words for the list price. */
  private static final Set<String> STANDARD_TIERS = Set.of("", "auto", "default", "standard");

  /** PricedModel names come from outside: beyond this many, finding starts anew. */
  private static final int MAX_FOUND = 10_000;

  private record Name(String provider, String model) {}

  private final String version;
  private final ProviderIndex index;
  private final Map<Name, Optional<PricedModel>> found = new ConcurrentHashMap<>();

  private PriceBook(PriceTable table) {
    this.version = table.version();
    this.index = new ProviderIndex(table.providers());
  }

  /**
   * The one that this build carries. Costly: make one a process.
   *
   * @throws UncheckedIOException the table is missing or malformed
   */
  public static PriceBook bundled() {
    try (InputStream in = PriceBook.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IOException("no price table " + TABLE);
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE + ": " + e.getMessage(), e);
    }
  }

  static PriceBook read(InputStream json) throws IOException {
    ObjectMapper mapper = JsonMapper.builder().addModule(new TimeTexts()).build();
    return new PriceBook(mapper.readValue(json, PriceTable.class));
  }

  /** The version that quotes name. */
  public String version() {
    return version;
  }

  /**
   * What the call costs: by the response's model, else by the requested one. Empty where the model,
   * the price of a unit that was used, or the usage is not known, and above 100,000 USD.
   */
  public Optional<Quote> quote(PriceQuery query) {
    if (!query.usage().hasTokens()) {
      return Optional.empty();
    }
    return price(query, query.responseModel())
        .or(() -> price(query, query.requestModel()))
        .filter(pico -> pico.compareTo(MAX_PICO_USD) <= 0)
        .map(pico -> new Quote(pico.longValueExact(), version));
  }

  private Optional<BigDecimal> price(PriceQuery query, String model) {
    Instant time =
        Instant.ofEpochSecond(
            Math.floorDiv(query.eventTimeUnixNano(), NANOS_PER_SECOND),
            Math.floorMod(query.eventTimeUnixNano(), NANOS_PER_SECOND));
    String tier = query.serviceTier().toLowerCase(Locale.ROOT);
    String asked = STANDARD_TIERS.contains(tier) ? "" : tier;
    return find(new Name(query.provider(), model))
        .flatMap(known -> CallPrice.of(known, asked, query.usage(), time));
  }

  private Optional<PricedModel> find(Name name) {
    if (name.model().isEmpty()) {
      return Optional.empty();
    }
    if (found.size() > MAX_FOUND) {
      found.clear();
    }
    return found.computeIfAbsent(name, n -> index.find(n.provider(), n.model()));
  }
}
