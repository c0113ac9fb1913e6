// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import com.clickhouse.client.api.ServerException;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides which failed inserts are permanent. Only codes that speak of the rows themselves are: a
 * code that is not listed is retryable, because a batch that is tried once more than needed is
 * late, and one that is given up is lost. Missing tables, rights and syntax are nobody's data's
 * fault and are waited out as well.
 */
final class InsertFailureClassifier {
  /** Codes of ClickHouse 26.7, src/Common/ErrorCodes.cpp. */
  private static final Set<Integer> PERMANENT =
      Set.of(
          6, // CANNOT_PARSE_TEXT
          25, // CANNOT_PARSE_ESCAPE_SEQUENCE
          26, // CANNOT_PARSE_QUOTED_STRING
          27, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
          32, // ATTEMPT_TO_READ_AFTER_EOF
          33, // CANNOT_READ_ALL_DATA
          38, // CANNOT_PARSE_DATE
          41, // CANNOT_PARSE_DATETIME
          53, // TYPE_MISMATCH
          69, // ARGUMENT_OUT_OF_BOUND
          70, // CANNOT_CONVERT_TYPE
          72, // CANNOT_PARSE_NUMBER
          117, // INCORRECT_DATA
          128, // TOO_LARGE_ARRAY_SIZE
          131, // TOO_LARGE_STRING_SIZE
          190, // SIZES_OF_ARRAYS_DONT_MATCH
          321, // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
          349, // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
          407, // DECIMAL_OVERFLOW
          469, // VIOLATED_CONSTRAINT
          691); // UNKNOWN_ELEMENT_OF_ENUM

  private static final Pattern CODE_NAME = Pattern.compile("\\(([A-Z][A-Z0-9]*_[A-Z0-9_]+)\\)");

  private InsertFailureClassifier() {}

  static boolean isPermanent(int code) {
    return PERMANENT.contains(code);
  }

  /**
   * What the client threw, as a {@link RefusedException} or an {@link UnavailableException}. Of an
   * answer the message holds code and name only: ClickHouse's own text, which may quote the rows
   * and so somebody's prompt, is left to the cause.
   */
  static IOException classify(Throwable failure) {
    ServerException answer = answerIn(failure);
    if (answer == null) {
      return new UnavailableException(String.valueOf(failure.getMessage()), failure);
    }
    String message = "ClickHouse answered code " + answer.getCode() + nameIn(answer.getMessage());
    return isPermanent(answer.getCode())
        ? new RefusedException(answer.getCode(), message, failure)
        : new UnavailableException(message, failure);
  }

  /** " INCORRECT_DATA" of "Code: 117. DB::Exception: … (INCORRECT_DATA) (version …)". */
  private static String nameIn(String answer) {
    Matcher names = CODE_NAME.matcher(answer);
    return names
        .results()
        .reduce((first, last) -> last)
        .map(name -> " " + name.group(1))
        .orElse("");
  }

  /** The server's own answer among the causes; null if there was none. */
  static ServerException answerIn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException answer) {
        return answer;
      }
    }
    return null;
  }
}
