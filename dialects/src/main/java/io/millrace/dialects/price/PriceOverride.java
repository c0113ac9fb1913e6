// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.dialects.price.PriceTable.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One price of the user's own, as it is in the file.
 *
 * @param provider OTel's gen_ai.provider.name; '' = any
 * @param model its name in lower case; * stands for any text
 * @param effectiveFrom day in UTC of the call's own time; {@link LocalDate#MIN} = always
 * @param serviceTier the only one that it is for; '' = any
 * @param usdPerMillionTokens by unit, or null
 * @param sameAs the model that it costs as much as, or null
 */
record PriceOverride(
    String provider,
    String model,
    LocalDate effectiveFrom,
    String serviceTier,
    Map<OverrideUnit, BigDecimal> usdPerMillionTokens,
    SameAs sameAs) {

  /** A model of the tables. */
  record SameAs(String provider, String model) {
    SameAs {
      provider = provider == null ? "" : provider;
      if (model == null || model.isBlank()) {
        throw new IllegalArgumentException("same_as needs a model");
      }
    }
  }

  /** Names of units in the file. */
  enum OverrideUnit {
    @JsonProperty("input")
    INPUT(Unit.input),
    @JsonProperty("cache_read")
    CACHE_READ(Unit.cacheRead),
    @JsonProperty("cache_write")
    CACHE_WRITE(Unit.cacheWrite),
    @JsonProperty("cache_write_1h")
    CACHE_WRITE_1H(Unit.cacheWrite1h),
    @JsonProperty("output")
    OUTPUT(Unit.output),
    @JsonProperty("reasoning")
    REASONING(Unit.reasoning);

    private final Unit unit;

    OverrideUnit(Unit unit) {
      this.unit = unit;
    }
  }

  /** One USD a token; 1e999999999 could be written down, and would take gigabytes to multiply. */
  private static final int MAX_DIGITS = 6;

  private static final int MAX_DECIMALS = 18;

  private static final YAMLMapper YAML = YAMLMapper.builder().addModule(new TimeTexts()).build();

  PriceOverride(
      @JsonProperty("provider") String provider,
      @JsonProperty("model") String model,
      @JsonProperty("effective_from") LocalDate effectiveFrom,
      @JsonProperty("service_tier") String serviceTier,
      @JsonProperty("usd_per_million_tokens") Map<OverrideUnit, BigDecimal> usdPerMillionTokens,
      @JsonProperty("same_as") SameAs sameAs) {
    if (model == null || model.isBlank()) {
      throw new IllegalArgumentException("an override needs a model");
    }
    this.provider = provider == null ? "" : provider.toLowerCase(Locale.ROOT);
    this.model = model.toLowerCase(Locale.ROOT);
    this.effectiveFrom = effectiveFrom == null ? LocalDate.MIN : effectiveFrom;
    this.serviceTier = serviceTier == null ? "" : serviceTier.toLowerCase(Locale.ROOT);
    this.usdPerMillionTokens = usdPerMillionTokens == null ? Map.of() : usdPerMillionTokens;
    this.sameAs = sameAs;
    this.usdPerMillionTokens.forEach((u, usd) -> requirePlausible(u, usd));
    boolean priced =
        this.usdPerMillionTokens
            .keySet()
            .containsAll(List.of(OverrideUnit.INPUT, OverrideUnit.OUTPUT));
    if (priced == (sameAs != null)) {
      throw new IllegalArgumentException(
          "the override of %s needs either same_as, or usd_per_million_tokens with input and output"
              .formatted(model));
    }
  }

  private static void requirePlausible(OverrideUnit unit, BigDecimal usd) {
    if (usd == null || usd.signum() < 0) {
      throw new IllegalArgumentException(
          "a price must be at least 0, %s was %s".formatted(unit, usd));
    }
    if (usd.scale() > MAX_DECIMALS || (long) usd.precision() - usd.scale() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "a price must be below 1,000,000 USD, of at most %d decimals; %s was %s"
              .formatted(MAX_DECIMALS, unit, usd));
    }
  }

  /**
   * All overrides of a file.
   *
   * @throws IllegalArgumentException it is malformed
   */
  static List<PriceOverride> parse(String yaml) {
    try {
      return List.copyOf(YAML.readValue(yaml, new TypeReference<List<PriceOverride>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "price overrides, line %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    }
  }

  boolean isPattern() {
    return model.indexOf('*') >= 0;
  }

  String since() {
    return effectiveFrom.equals(LocalDate.MIN) ? "since ever" : "since " + effectiveFrom;
  }

  boolean fits(String askedProvider, String askedModel, String tier, Instant time) {
    return (provider.isEmpty() || provider.equals(askedProvider))
        && (serviceTier.isEmpty() || serviceTier.equals(tier))
        && !time.atOffset(ZoneOffset.UTC).toLocalDate().isBefore(effectiveFrom)
        && isCalled(askedModel.toLowerCase(Locale.ROOT));
  }

  private boolean isCalled(String name) {
    if (!isPattern()) {
      return model.equals(name);
    }
    String regex =
        Stream.of(model.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.matches(regex, name);
  }

  Map<Unit, TokenPrice> prices() {
    Map<Unit, TokenPrice> prices = new EnumMap<>(Unit.class);
    usdPerMillionTokens.forEach((u, usd) -> prices.put(u.unit, new TokenPrice(usd, null)));
    return prices;
  }
}
