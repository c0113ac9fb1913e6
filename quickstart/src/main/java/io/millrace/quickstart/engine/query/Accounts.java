// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import java.util.Optional;

/** Who has which password. */
@FunctionalInterface
public interface Accounts {

  /** The account of that user, if the password is right. Takes the same time for any password. */
  Optional<Account> authenticate(String user, String password);
}
