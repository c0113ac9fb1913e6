// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro load Millrace's own record classes. Since 1.12.2 it loads none that it was not told to
 * trust, by a system property or here; here, so that no cluster must be started with a property.
 * Whoever reads or writes records calls {@link #grant} before the first one.
 */
public final class AvroTrust {
  private static final String OWN_PACKAGES = "io.millrace.";
  private static final AtomicBoolean GRANTED = new AtomicBoolean();

  private AvroTrust() {}

  /** Trusts the classes of {@code io.millrace} beside those that are trusted already. */
  public static void grant() {
    if (GRANTED.compareAndSet(false, true)) {
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(
              ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(OWN_PACKAGES)));
    }
  }
}
