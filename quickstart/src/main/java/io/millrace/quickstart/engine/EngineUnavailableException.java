// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

/** The embedded engine cannot run here; the message says why and what to do, for the user. */
public final class EngineUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  EngineUnavailableException(String message) {
    super(message);
  }
}
