// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.common.FlagsProvider;

/**
 * Has Armeria take queries with {@code ..} in them, such as {@code session_id=a/../b}: they name
 * rows, never files. Found through {@link java.util.ServiceLoader}; paths are checked as before.
 */
public final class DotsInQueries implements FlagsProvider {
  private static final int BEFORE_ITS_OWN_DEFAULTS = 10;

  @Override
  public int priority() {
    return BEFORE_ITS_OWN_DEFAULTS;
  }

  @Override
  public Boolean allowDoubleDotsInQueryString() {
    return true;
  }
}
