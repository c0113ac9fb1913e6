// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.common.FlagsProvider;

/**
 * Has Armeria take addresses as they are: queries with {@code ..} in them, such as {@code
 * session_id=a/../b}, and paths with {@code ;}, which by default ends a segment, so that {@code
 * users/a;b} would be the user {@code a}. They name rows, never files. Found through {@link
 * java.util.ServiceLoader}; paths are checked for {@code ..} as before.
 */
public final class AddressFlags implements FlagsProvider {
  private static final int BEFORE_ITS_OWN_DEFAULTS = 10;

  @Override
  public int priority() {
    return BEFORE_ITS_OWN_DEFAULTS;
  }

  @Override
  public Boolean allowDoubleDotsInQueryString() {
    return true;
  }

  @Override
  public Boolean allowSemicolonInPathComponent() {
    return true;
  }
}
