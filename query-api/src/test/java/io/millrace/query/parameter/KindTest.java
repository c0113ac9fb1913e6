// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T09:30:00Z, 1795253400000000000",
    "2026-11-21T10:30:00.000000001+01:00, 1795253400000000001",
    "1970-01-01T00:00:00Z, 0"
  })
  void time_absolute_isNanosecondsSinceTheEpoch(String text, long nanos) {
    assertThat(Kind.TIME.read(text)).isEqualTo(nanos);
  }

  @Test
  void time_relative_countsFromNow() {
    long before = nowNanos();
    long read = (Long) Kind.TIME.read("-2h");
    long after = nowNanos();

    assertThat(read + TimeUnit.HOURS.toNanos(2)).isBetween(before, after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "-1y",
        "-",
        "--1h",
        "1969-12-31T23:59:59Z",
        "9999-01-01T00:00:00Z",
        "-999999999d",
        "2026-11-21",
        "+1h"
      })
  void time_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Kind.TIME.read(text))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1e3x", "NaN", "0.0000000000001", "123456789012345678901234567", "1e30"})
  void money_thatTheTablesCannotHold_isRefused(String text) {
    assertThatThrownBy(() -> Kind.MONEY.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void money_keepsEveryDigit() {
    assertThat(Kind.MONEY.read("0.000000000001")).isEqualTo("0.000000000001");
  }

  @Test
  void someOf_doubleOrUnknownWord_isRefused() {
    Kind kind = Kind.someOf(List.of("model", "user_id"));

    assertThat(kind.read("user_id,model")).isEqualTo(List.of("user_id", "model"));
    assertThatThrownBy(() -> kind.read("model,model")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kind.read("model,")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kind.read("cost_usd")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "model=", "model=a=b", "model=two\nlines"})
  void anyOrPairOf_itsKeys_isTakenAsItIs(String text) {
    assertThat(Kind.anyOrPairOf(List.of("model")).read(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "model", "=a", "models=a", "all", "any="})
  void anyOrPairOf_anythingElse_isRefused(String text) {
    Kind kind = Kind.anyOrPairOf(List.of("model"));
    assertThatThrownBy(() -> kind.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cursor_readsWhatItWrote() {
    Cursor cursor = new Cursor(new BigInteger("-" + "9".repeat(38)), List.of("séance\n\0'.", ""));

    assertThat(Kind.CURSOR.read(cursor.write())).isEqualTo(cursor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "x.YQ", "1.", "1.!", "."})
  void cursor_ofNoAnswer_isRefused(String text) {
    assertThatThrownBy(() -> Kind.CURSOR.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static long nowNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
