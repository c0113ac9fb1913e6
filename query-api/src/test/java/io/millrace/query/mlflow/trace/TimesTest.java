// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void time_hasThreeDigitsOfASecondOrNone() {
    assertThat(Times.rfc3339(1_795_187_675_000L)).isEqualTo("2026-11-20T15:14:35Z");
    assertThat(Times.rfc3339(1_795_187_675_100L)).isEqualTo("2026-11-20T15:14:35.100Z");
    assertThat(Times.rfc3339(ZonedDateTime.parse("2026-11-20T15:14:35.000999Z")))
        .isEqualTo("2026-11-20T15:14:35Z");
  }

  @Test
  void duration_hasThreeDigitsOfASecondOrNone() {
    assertThat(Times.duration(0)).isEqualTo("0s");
    assertThat(Times.duration(60)).isEqualTo("0.060s");
    assertThat(Times.duration(120_000)).isEqualTo("120s");
  }
}
