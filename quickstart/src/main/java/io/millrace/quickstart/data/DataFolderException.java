// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.data;

/** A data folder that cannot be used now. The message is one line for the user. */
public final class DataFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataFolderException(String message) {
    super(message);
  }

  DataFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
