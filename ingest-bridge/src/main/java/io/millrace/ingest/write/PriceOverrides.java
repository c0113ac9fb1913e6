// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.schemas.ControlBody;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Prices of a workspace's own, by name: each is one control record, the last of a name holds. What
 * it may say is what the job's price overrides say in YAML, as JSON.
 */
final class PriceOverrides {
  private static final String MODEL = "model";
  private static final String SAME_AS = "same_as";
  private static final String PRICES = "usd_per_million_tokens";
  private static final String FROM = "effective_from";
  private static final List<String> TEXTS = List.of("provider", MODEL, "service_tier");
  private static final Set<String> FIELDS = with(TEXTS, FROM, PRICES, SAME_AS);
  private static final Set<String> UNITS =
      new TreeSet<>(
          Set.of("input", "cache_read", "cache_write", "cache_write_1h", "output", "reasoning"));
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /** What a reader of YAML does not take for text. */
  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");

  private static final BigDecimal BELOW = BigDecimal.valueOf(1_000_000);
  private static final int MAX_DECIMALS = 12;

  private final RecordMaker records;

  PriceOverrides(RecordMaker records) {
    this.records = records;
  }

  /** Sets the price of this name, or changes it as a whole. */
  Written put(WriteRequest request) {
    ObjectNode body = request.body();
    Fields.requireKnown(body, FIELDS);
    if (!body.has(MODEL)) {
      throw new BadFieldException(MODEL, "must be there");
    }
    TEXTS.stream().filter(body::has).forEach(field -> requireName(field, body.get(field)));
    if (body.has(PRICES) == body.has(SAME_AS)) {
      throw new BadFieldException(PRICES, "must be there, or " + SAME_AS + ", and not both");
    }
    if (body.has(FROM)) {
      requireDay(Fields.text(FROM, body.get(FROM)));
    }
    if (body.has(PRICES)) {
      requirePrices(body.get(PRICES));
    } else {
      requireModel(body.get(SAME_AS));
    }
    return record(request, body);
  }

  /** Removes it: calls that are new go by what is left. */
  Written delete(WriteRequest request) {
    return record(request, null);
  }

  private Written record(WriteRequest request, ObjectNode body) {
    String name = request.id("price_name");
    return Written.of(records.control(request.origin(), ControlBody.PRICE_OVERRIDE, name, body));
  }

  private static void requireName(String field, JsonNode node) {
    String text = Fields.text(field, Fields.text(field, node), Fields.MAX_ID_CHARS);
    if (UNPRINTABLE.matcher(text).find()) {
      throw new BadFieldException(field, "must be text without control characters");
    }
  }

  private static void requireDay(String text) {
    try {
      if (DAY.matcher(text).matches() && LocalDate.parse(text).getYear() >= 1970) {
        return;
      }
    } catch (DateTimeException e) {
      // no such day: said below
    }
    throw new BadFieldException(FROM, "must be a day from 1970 on, such as 2026-03-13");
  }

  private static void requirePrices(JsonNode prices) {
    if (!(prices instanceof ObjectNode units)) {
      throw new BadFieldException(PRICES, "must be an object of numbers");
    }
    Fields.requireKnown(units, UNITS);
    for (String unit : List.of("input", "output")) {
      if (!units.has(unit)) {
        throw new BadFieldException(PRICES + "." + unit, "must be there");
      }
    }
    for (Map.Entry<String, JsonNode> unit : units.properties()) {
      if (!isPrice(unit.getValue())) {
        throw new BadFieldException(
            PRICES + "." + unit.getKey(),
            "must be a number from 0 to below 1,000,000, of at most 12 decimals");
      }
    }
  }

  private static boolean isPrice(JsonNode node) {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      return false;
    }
    BigDecimal usd = node.decimalValue();
    return usd.signum() >= 0
        && usd.compareTo(BELOW) < 0
        && usd.stripTrailingZeros().scale() <= MAX_DECIMALS;
  }

  private static void requireModel(JsonNode sameAs) {
    if (!(sameAs instanceof ObjectNode other)) {
      throw new BadFieldException(SAME_AS, "must be an object with a model");
    }
    Fields.requireKnown(other, new TreeSet<>(Set.of("provider", MODEL)));
    if (!other.has(MODEL)) {
      throw new BadFieldException(SAME_AS + "." + MODEL, "must be there");
    }
    other
        .properties()
        .forEach(field -> requireName(SAME_AS + "." + field.getKey(), field.getValue()));
  }

  private static Set<String> with(List<String> fields, String... more) {
    Set<String> all = new TreeSet<>(fields);
    all.addAll(List.of(more));
    return all;
  }
}
