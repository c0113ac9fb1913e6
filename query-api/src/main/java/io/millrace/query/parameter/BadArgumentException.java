// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.parameter;

/** A parameter is unknown, missing, repeated, or not what it must be. */
public final class BadArgumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  public BadArgumentException(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  /** Its name. */
  public String parameter() {
    return parameter;
  }
}
