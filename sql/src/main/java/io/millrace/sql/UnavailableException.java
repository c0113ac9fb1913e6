// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import java.io.IOException;

/**
 * ClickHouse did not answer, or answered that it cannot do this now: retryable. Whether the request
 * took effect is not known, which is why every row is safe to send again.
 */
public final class UnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
