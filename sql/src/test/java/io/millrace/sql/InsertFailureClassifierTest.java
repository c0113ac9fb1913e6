// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.ConnectionInitiationException;
import com.clickhouse.client.api.ServerException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InsertFailureClassifierTest {
  @ParameterizedTest
  @ValueSource(ints = {6, 27, 33, 53, 69, 117, 131, 321, 407, 691})
  void codesOfTheData_arePermanent(int code) {
    assertThat(InsertFailureClassifier.classify(answer(code)))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /** Memory, parts, timeouts, sockets, read-only, rights, missing table or database, syntax. */
  @ParameterizedTest
  @ValueSource(ints = {241, 252, 159, 209, 210, 242, 164, 497, 516, 60, 81, 16, 62, 999, 0, 123456})
  void everyOtherCode_isRetryable(int code) {
    assertThat(InsertFailureClassifier.classify(answer(code)))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void message_namesTheCodeAndDoesNotQuoteTheRows() {
    Throwable quoting =
        new ServerException(
            117,
            "Code: 117. DB::Exception: Cannot read 'my prompt' (row 1): (INCORRECT_DATA)"
                + " (version 26.7)",
            500,
            "query");

    assertThat(InsertFailureClassifier.classify(quoting))
        .hasMessage("ClickHouse answered code 117 INCORRECT_DATA");
    assertThat(InsertFailureClassifier.classify(answer(999)))
        .hasMessage("ClickHouse answered code 999");
  }

  @Test
  void failureWithoutAnAnswer_isRetryable() {
    assertThat(InsertFailureClassifier.classify(new ConnectionInitiationException("refused")))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("refused");
    assertThat(InsertFailureClassifier.classify(new IllegalStateException(new IOException("cut"))))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void answer_isFoundAmongTheCauses() {
    Throwable wrapped = new CompletionException(new RuntimeException(answer(117)));

    assertThat(InsertFailureClassifier.classify(wrapped)).isInstanceOf(RefusedException.class);
  }

  private static ServerException answer(int code) {
    return new ServerException(code, "message", 500, "query");
  }
}
