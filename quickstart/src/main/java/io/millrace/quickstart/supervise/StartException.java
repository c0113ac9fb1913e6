// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.supervise;

/** Millrace could not start. The message is one line for the user. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
