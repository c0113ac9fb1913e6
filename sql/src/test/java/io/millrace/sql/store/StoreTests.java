// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

/** A group of tests that share one migrated database and keep to workspaces of their own. */
interface StoreTests {
  /** The generation that a fresh database shows. */
  int GEN = 1;

  ContractStore store();
}
