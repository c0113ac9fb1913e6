// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Times and lengths of time in milliseconds as protobuf's JSON has them: three digits of a second,
 * or none where it is a whole one.
 */
final class Times {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** Such as {@code 2026-11-20T15:26:01.286Z} and {@code 2026-11-20T15:26:01Z}. */
  static String rfc3339(ZonedDateTime time) {
    return rfc3339(time.toInstant().toEpochMilli());
  }

  static String rfc3339(long millis) {
    return (isWhole(millis) ? SECONDS : MILLIS).format(Instant.ofEpochMilli(millis));
  }

  /** Such as {@code 0.060s} and {@code 2s}. */
  static String duration(long millis) {
    BigDecimal seconds = BigDecimal.valueOf(millis, 3);
    return (isWhole(millis) ? seconds.setScale(0) : seconds).toPlainString() + "s";
  }

  private static boolean isWhole(long millis) {
    return millis % 1000 == 0;
  }
}
