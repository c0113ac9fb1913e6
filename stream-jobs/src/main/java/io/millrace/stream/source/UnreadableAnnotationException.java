// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

/** What came by REST can never be read: permanent, to be dead-lettered. */
final class UnreadableAnnotationException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableAnnotationException(String message, Throwable cause) {
    super(message, cause);
  }
}
