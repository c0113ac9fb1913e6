// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.settings;

/** A setting that is unknown or breaks its rule. The message is one line for the user. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }

  SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
