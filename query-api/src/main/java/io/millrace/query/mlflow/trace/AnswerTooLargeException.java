// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

/** Traces have more spans than fit into one answer; some of them would be no trace. */
public final class AnswerTooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  AnswerTooLargeException(long maxAnswerBytes) {
    super(
        ("The spans of these traces are more than an answer may hold (query-api.max-answer is %d"
                + " bytes): ask for fewer traces, or page through one's spans under /api/v1/traces")
            .formatted(maxAnswerBytes));
  }
}
