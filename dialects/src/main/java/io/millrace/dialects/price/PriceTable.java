// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The vendored price table as it is in the JSON; src/prices/README.md says how it was made.
 *
 * @param version what quotes name
 * @param retrieved when it was taken
 * @param wheelSha256 of what it was made from
 */
record PriceTable(
    String version, LocalDate retrieved, String wheelSha256, List<PricedProvider> providers) {

  PriceTable {
    providers = List.copyOf(providers);
  }

  /** Whose table it is, whichever version. */
  String source() {
    return version.replaceFirst("-[0-9.]+$", "");
  }

  /** What a price is of. */
  enum Unit {
    input,
    cacheRead,
    cacheWrite,
    cacheWrite1h,
    output,
    reasoning,
    thousandRequests
  }

  /**
   * A provider.
   *
   * @param match the names it goes by, or null
   * @param modelMatch models that are its own, whoever runs them; or null
   * @param fallback providers whose models it also runs at their prices
   */
  record PricedProvider(
      String id,
      ModelMatch match,
      ModelMatch modelMatch,
      List<String> fallback,
      List<PricedModel> models) {
    PricedProvider {
      fallback = fallback == null ? List.of() : List.copyOf(fallback);
      models = models == null ? List.of() : List.copyOf(models);
    }
  }

  /**
   * A model.
   *
   * @param rows the last one that is in force counts; if none is, the first
   * @param variants for service tiers, the first one in force counts, price by price
   */
  record PricedModel(String id, ModelMatch match, List<PriceRow> rows, List<TierPrices> variants) {
    PricedModel {
      rows = rows == null ? List.of() : List.copyOf(rows);
      variants = variants == null ? List.of() : List.copyOf(variants);
    }
  }

  /** Prices, in force from a day on, or at a time of day; UTC. */
  record PriceRow(
      LocalDate from, LocalTime startTime, LocalTime endTime, Map<Unit, TokenPrice> prices) {
    PriceRow {
      prices = Map.copyOf(prices);
    }

    boolean inForce(Instant time) {
      return PriceTable.inForce(from, startTime, endTime, time);
    }
  }

  /** Prices that a service tier has instead of the model's. */
  record TierPrices(
      String tier,
      LocalDate from,
      LocalTime startTime,
      LocalTime endTime,
      Map<Unit, TokenPrice> prices) {
    TierPrices {
      prices = Map.copyOf(prices);
    }

    boolean inForce(Instant time) {
      return PriceTable.inForce(from, startTime, endTime, time);
    }
  }

  private static boolean inForce(LocalDate from, LocalTime start, LocalTime end, Instant time) {
    if (from != null) {
      return !time.atOffset(ZoneOffset.UTC).toLocalDate().isBefore(from);
    }
    if (start == null) {
      return true;
    }
    LocalTime at = time.atOffset(ZoneOffset.UTC).toLocalTime();
    return end.isBefore(start)
        ? !at.isBefore(start) || at.isBefore(end)
        : !at.isBefore(start) && at.isBefore(end);
  }
}
