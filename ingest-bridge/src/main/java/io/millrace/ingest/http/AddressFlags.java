// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.linecorp.armeria.common.FlagsProvider;

/**
 * Has Armeria take paths with {@code ;} as they are, which by default ends a segment: {@code DELETE
 * users/a;b} would delete the user {@code a}. Found through {@link java.util.ServiceLoader}.
 */
public final class AddressFlags implements FlagsProvider {
  /** Unlike any other: the query API, on the same class path, brings its own. */
  private static final int BEFORE_ITS_OWN_DEFAULTS = 11;

  @Override
  public int priority() {
    return BEFORE_ITS_OWN_DEFAULTS;
  }

  @Override
  public Boolean allowSemicolonInPathComponent() {
    return true;
  }
}
