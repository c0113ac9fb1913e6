// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

/**
 * The registry refuses a schema (409 incompatible, 422 invalid): permanent, the build that brings
 * it must not run against this registry.
 */
public final class SchemaRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SchemaRejectedException(String message) {
    super(message);
  }
}
