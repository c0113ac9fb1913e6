// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Times and lengths of time as protobuf's JSON has them, in milliseconds. */
final class Times {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** Such as {@code 2026-11-20T15:26:01.286Z}. */
  static String rfc3339(ZonedDateTime time) {
    return RFC_3339.format(time);
  }

  static String rfc3339(long millis) {
    return RFC_3339.format(Instant.ofEpochMilli(millis));
  }

  /** Such as {@code 0.018s} and {@code 0s}. */
  static String duration(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
  }
}
