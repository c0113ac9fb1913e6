// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

/** The database is not in a state from which it can be migrated. The message is one line. */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationException(String message) {
    super(message);
  }
}
