// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.parameter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and lengths of time, as nanoseconds. */
final class Times {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private Times() {}

  /** Nanoseconds since the epoch; RFC 3339 from 1970 to 2262, or relative to now. */
  static Long read(String text) {
    try {
      return nanos(instant(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Instant instant(String text) {
    if (text.equals("now")) {
      return Instant.now();
    }
    return text.startsWith("-")
        ? Instant.now().minus(duration(text.substring(1)))
        : OffsetDateTime.parse(text).toInstant();
  }

  /** A length of time in nanoseconds. */
  static Long nanos(String text) {
    return duration(text).toNanos();
  }

  private static Duration duration(String text) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches()) {
      throw new IllegalArgumentException(text);
    }
    return UNITS
        .get(quantity.group(2))
        .getDuration()
        .multipliedBy(Long.parseLong(quantity.group(1)));
  }

  private static long nanos(Instant time) {
    long nanos =
        Math.addExact(
            Math.multiplyExact(time.getEpochSecond(), Duration.ofSeconds(1).toNanos()),
            time.getNano());
    if (nanos < 0) {
      throw new IllegalArgumentException("before 1970");
    }
    return nanos;
  }
}
