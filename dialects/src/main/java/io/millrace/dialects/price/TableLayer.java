// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.PriceRow;
import io.millrace.dialects.price.PriceTable.PricedModel;
import io.millrace.dialects.price.PriceTable.TierPrices;
import io.millrace.dialects.price.PriceTable.Unit;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The prices of one table. Thread-safe. */
final class TableLayer implements PriceLayer {
  /** Names of models come from outside: beyond this many, finding starts anew. */
  private static final int MAX_FOUND = 10_000;

  private record Name(String provider, String model) {}

  private final PriceTable table;
  private final String version;
  private final ProviderIndex index;
  private final Map<Name, Optional<PricedModel>> found = new ConcurrentHashMap<>();

  TableLayer(PriceTable table) {
    this.table = table;
    this.version = table.version();
    this.index = new ProviderIndex(table.providers());
  }

  PriceTable table() {
    return table;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Map<Unit, TokenPrice> prices(
      String provider, String model, String tier, Instant time, PriceNotes notes) {
    if (found.size() > MAX_FOUND) {
      found.clear();
    }
    Optional<PricedModel> known =
        found.computeIfAbsent(new Name(provider, model), n -> index.find(n.provider(), n.model()));
    if (known.isEmpty()) {
      notes.add(() -> version + ": has no " + model);
      return Map.of();
    }
    notes.add(() -> version + ": " + model + " is " + known.get().id());
    return inForce(known.get(), tier, time, notes);
  }

  private static Map<Unit, TokenPrice> inForce(
      PricedModel model, String tier, Instant time, PriceNotes notes) {
    Map<Unit, TokenPrice> prices = new EnumMap<>(Unit.class);
    PriceRow row = row(model.rows(), time);
    if (row != null) {
      prices.putAll(row.prices());
      notes.add(() -> "  in force " + (row.from() == null ? "since ever" : "since " + row.from()));
    }
    Map<Unit, TokenPrice> special = new EnumMap<>(Unit.class);
    for (TierPrices variant : model.variants()) {
      if (variant.tier().equals(tier) && variant.inForce(time)) {
        variant.prices().forEach(special::putIfAbsent);
      }
    }
    if (!tier.isEmpty()) {
      notes.add(
          () ->
              "  service tier "
                  + tier
                  + " has prices of its own for "
                  + special.keySet()
                  + ", the rest is the list price");
    }
    prices.putAll(special);
    return prices;
  }

  /** The last one in force; where none is, the first. */
  private static PriceRow row(List<PriceRow> rows, Instant time) {
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (i == 0 || rows.get(i).inForce(time)) {
        return rows.get(i);
      }
    }
    return null;
  }
}
