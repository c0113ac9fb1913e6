// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

/** The registry could not be asked: retryable, nothing is said about the data. */
public final class SchemaRegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SchemaRegistryUnavailableException(String message) {
    super(message);
  }

  public SchemaRegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
