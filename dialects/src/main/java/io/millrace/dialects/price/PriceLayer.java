// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import io.millrace.dialects.price.PriceTable.Unit;
import java.time.Instant;
import java.util.Map;

/** One source of prices. Sources are asked in order; the first that knows a call's price has it. */
interface PriceLayer {
  /** What quotes name. */
  String version();

  /**
   * What the units of a model cost; empty where this source does not know it.
   *
   * @param provider canonical; '' = not known
   * @param model in any spelling, not ''
   * @param tier the service tier in lower case, '' = list price
   * @param time of the call
   * @param notes is told how the price was found
   */
  Map<Unit, TokenPrice> prices(
      String provider, String model, String tier, Instant time, PriceNotes notes);
}
