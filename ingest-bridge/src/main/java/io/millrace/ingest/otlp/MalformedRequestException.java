// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

/** The request is no OTLP: permanent, 400. The message is for the client. */
public final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRequestException(String message) {
    super(message);
  }

  MalformedRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
