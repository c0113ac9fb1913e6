// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.Unit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of the user's own: negotiated ones, deployments under names of one's own, models that no
 * table knows. Of several that fit, the one that says most goes first: a named provider before any,
 * a whole name before a pattern, a service tier before none, the latest day, the later in the file.
 */
final class OverrideLayer implements PriceLayer {
  private static final Comparator<PriceOverride> BY_WEIGHT =
      Comparator.comparing((PriceOverride o) -> !o.provider().isEmpty())
          .thenComparing(o -> !o.isPattern())
          .thenComparing(o -> !o.serviceTier().isEmpty())
          .thenComparing(PriceOverride::effectiveFrom);

  private final String version;
  private final List<PriceOverride> overrides;
  private final List<PriceLayer> behind;

  private OverrideLayer(String version, List<PriceOverride> overrides, List<PriceLayer> behind) {
    this.version = version;
    this.overrides = overrides;
    this.behind = behind;
  }

  /**
   * Reads overrides.
   *
   * @param behind where {@code same_as} looks
   * @throws IllegalArgumentException they are malformed
   */
  static OverrideLayer parse(String yaml, List<PriceLayer> behind) {
    return new OverrideLayer("overrides-" + digest(yaml), PriceOverride.parse(yaml), behind);
  }

  /** The same of single entries: there may be more than one text can hold. */
  static OverrideLayer parse(List<String> entries, List<PriceLayer> behind) {
    List<PriceOverride> overrides = new ArrayList<>();
    entries.forEach(entry -> overrides.addAll(PriceOverride.parse("[" + entry + "]")));
    return new OverrideLayer(
        "overrides-" + digest(String.join(",", entries)), List.copyOf(overrides), behind);
  }

  /** Eight hex digits: enough to tell versions of one file apart. */
  private static String digest(String yaml) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Map<Unit, TokenPrice> prices(
      String provider, String model, String tier, Instant time, PriceNotes notes) {
    Optional<PriceOverride> fitting = Optional.empty();
    for (PriceOverride override : overrides) {
      boolean heavier = fitting.isEmpty() || BY_WEIGHT.compare(override, fitting.get()) >= 0;
      if (heavier && override.fits(provider, model, tier, time)) {
        fitting = Optional.of(override);
      }
    }
    if (fitting.isEmpty()) {
      notes.add(() -> version + ": has no " + model);
      return Map.of();
    }
    PriceOverride override = fitting.get();
    notes.add(
        () ->
            version + ": " + model + " is " + override.model() + ", in force " + override.since());
    return override.sameAs() == null
        ? override.prices()
        : pricesOf(override.sameAs(), tier, time, notes);
  }

  private Map<Unit, TokenPrice> pricesOf(
      PriceOverride.SameAs other, String tier, Instant time, PriceNotes notes) {
    for (PriceLayer layer : behind) {
      Map<Unit, TokenPrice> prices =
          layer.prices(other.provider(), other.model(), tier, time, notes);
      if (!prices.isEmpty()) {
        return prices;
      }
    }
    return Map.of();
  }
}
