// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Numbers as emitters write them: as integers, doubles or texts. What is no number, negative or
 * implausible is null: not reported, rather than guessed.
 */
public final class Numbers {
  /** Above it a token count is a broken counter; sums of counts below it stay far from overflow. */
  static final long MAX_TOKENS = 1_000_000_000_000L;

  /** 100,000 USD, the most that one call can plausibly cost. */
  public static final long MAX_PICO_USD = 100_000L * 1_000_000_000_000L;

  /** A day: no part of a call takes longer. */
  public static final long MAX_NANOS_OF_DURATION = 86_400_000_000_000L;

  private static final BigDecimal PICO = BigDecimal.valueOf(1_000_000_000_000L);
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(MAX_NANOS_OF_DURATION);
  private static final int MAX_DIGITS = 64;
  private static final int MAX_SCALE = 400;

  private Numbers() {}

  /** A count of tokens; a fraction is cut off. */
  public static Long tokens(JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    if (node.isLong() || node.isInt()) {
      long count = node.longValue();
      return count >= 0 && count <= MAX_TOKENS ? count : null;
    }
    BigDecimal value = decimal(node);
    boolean plausible =
        value != null
            && value.signum() >= 0
            && value.compareTo(BigDecimal.valueOf(MAX_TOKENS)) <= 0;
    return plausible ? value.longValue() : null;
  }

  /** Money in pico-USD, at 12 decimals HALF_EVEN of the number's shortest decimal. */
  public static Long picoUsd(JsonNode node) {
    BigDecimal usd = decimal(node);
    if (usd == null || usd.signum() < 0) {
      return null;
    }
    BigDecimal pico = usd.multiply(PICO);
    if (pico.compareTo(BigDecimal.valueOf(MAX_PICO_USD)) > 0) {
      return null;
    }
    return pico.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  /** A duration of at most a day, given in a unit of so many nanoseconds. */
  public static Long nanos(JsonNode node, long nanosPerUnit) {
    BigDecimal units = decimal(node);
    if (units == null || units.signum() < 0) {
      return null;
    }
    BigDecimal nanos = units.multiply(BigDecimal.valueOf(nanosPerUnit));
    return nanos.compareTo(MAX_NANOS) > 0
        ? null
        : nanos.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  /** Nanoseconds since 1970 of an instant in ISO 8601; null where the text is none. */
  public static Long unixNanos(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (DateTimeParseException | ArithmeticException e) {
      return null;
    }
  }

  /** Doubles by their shortest decimal; null for NaN, infinities and what is no number. */
  private static BigDecimal decimal(JsonNode node) {
    if (node.isMissingNode()) {
      return null;
    }
    if (node.isDouble() || node.isFloat()) {
      double value = node.doubleValue();
      return Double.isFinite(value) ? new BigDecimal(Double.toString(value)) : null;
    }
    if (node.isNumber()) {
      return bounded(node.decimalValue());
    }
    return node.isTextual() ? parse(node.textValue().strip()) : null;
  }

  private static BigDecimal parse(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return null;
    }
    try {
      return bounded(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** 1e999999999 would be expanded digit by digit. */
  private static BigDecimal bounded(BigDecimal value) {
    return Math.abs((long) value.scale()) > MAX_SCALE ? null : value;
  }
}
