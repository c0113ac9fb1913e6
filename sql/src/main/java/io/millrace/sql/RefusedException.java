// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import java.io.IOException;

/**
 * ClickHouse refused what it was sent, and would refuse it again: permanent. The caller narrows the
 * batch down to the row at fault and dead-letters that. Of an insert the message holds code and
 * name only; the cause holds ClickHouse's own text, which may quote the rows and must not be
 * logged.
 */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public RefusedException(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** ClickHouse's own error code (src/Common/ErrorCodes.cpp), e.g. 117 INCORRECT_DATA. */
  public int code() {
    return code;
  }
}
