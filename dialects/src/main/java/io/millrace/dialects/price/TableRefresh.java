// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.PriceRow;
import io.millrace.dialects.price.PriceTable.PricedModel;
import io.millrace.dialects.price.PriceTable.PricedProvider;
import io.millrace.dialects.price.PriceTable.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a newer table is to be believed, seen from the one that it replaces. */
final class TableRefresh {
  /** Of 100 models so many may vanish; more is a broken download or another table. */
  private static final int MAX_VANISHED_PERCENT = 10;

  /** By more than that no price changes: it is a slip of units. */
  private static final BigDecimal MAX_FACTOR = BigDecimal.TEN;

  private static final int MAX_NAMED = 5;

  private TableRefresh() {}

  /**
   * Checks a newer table.
   *
   * @throws IllegalArgumentException it is not to be believed; the message says what and which
   */
  static void check(PriceTable old, PriceTable newer) {
    Map<String, PricedModel> models = models(newer);
    List<String> vanished = new ArrayList<>();
    List<String> jumps = new ArrayList<>();
    Map<String, PricedModel> before = models(old);
    before.forEach(
        (name, model) -> {
          PricedModel now = models.get(name);
          if (now == null) {
            vanished.add(name);
          } else if (jumps(listPrices(model), listPrices(now))) {
            jumps.add(name);
          }
        });
    refuse(
        vanished.size() * 100L > (long) before.size() * MAX_VANISHED_PERCENT,
        "more than %d %% of the models are gone".formatted(MAX_VANISHED_PERCENT),
        vanished);
    refuse(!jumps.isEmpty(), "prices changed by more than ten times", jumps);
  }

  private static void refuse(boolean unbelievable, String why, List<String> models) {
    if (unbelievable) {
      throw new IllegalArgumentException(
          "%s: %s%s"
              .formatted(
                  why,
                  String.join(", ", models.subList(0, Math.min(MAX_NAMED, models.size()))),
                  models.size() > MAX_NAMED ? ", ..." : ""));
    }
  }

  private static Map<String, PricedModel> models(PriceTable table) {
    Map<String, PricedModel> models = new TreeMap<>();
    for (PricedProvider provider : table.providers()) {
      provider.models().forEach(model -> models.put(provider.id() + "/" + model.id(), model));
    }
    return models;
  }

  /** Those of the newest row. */
  private static Map<Unit, TokenPrice> listPrices(PricedModel model) {
    List<PriceRow> rows = model.rows();
    return rows.isEmpty() ? Map.of() : rows.get(rows.size() - 1).prices();
  }

  private static boolean jumps(Map<Unit, TokenPrice> before, Map<Unit, TokenPrice> now) {
    return before.entrySet().stream()
        .anyMatch(
            e -> {
              TokenPrice other = now.get(e.getKey());
              return other != null && jumps(e.getValue().at(0), other.at(0));
            });
  }

  private static boolean jumps(BigDecimal before, BigDecimal now) {
    return before.signum() != 0
        && now.signum() != 0
        && (now.compareTo(before.multiply(MAX_FACTOR)) > 0
            || before.compareTo(now.multiply(MAX_FACTOR)) > 0);
  }
}
