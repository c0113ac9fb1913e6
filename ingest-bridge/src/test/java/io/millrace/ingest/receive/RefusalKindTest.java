// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalKindTest {
  /** OTLP 1.8.0, OTLP/HTTP Response: every other status tells the client to drop the data. */
  private static final Set<Integer> RETRYABLE_STATUSES = Set.of(429, 502, 503, 504);

  @ParameterizedTest
  @EnumSource
  void retryAfter_isToldExactlyWhereClientsRepeat(RefusalKind kind) {
    boolean retryable = RETRYABLE_STATUSES.contains(kind.httpStatus());

    assertThat(kind.retryAfter() != null).isEqualTo(retryable);
    assertThat(FailureStatus.of(new RefusedException(kind, "m")).getDetailsCount())
        .isEqualTo(retryable ? 1 : 0);
  }
}
