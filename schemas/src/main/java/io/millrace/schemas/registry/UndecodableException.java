// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

/**
 * The bytes can never be read, however often one tries: permanent, to be dead-lettered. A registry
 * that does not answer is {@link SchemaRegistryUnavailableException} instead.
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  UndecodableException(String message) {
    super(message);
  }

  UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
