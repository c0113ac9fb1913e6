// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import java.util.List;

/**
 * Where a dialect keeps free labels.
 *
 * @param key an attribute with bare tags (array, JSON array or comma list) or with labels (kvlist
 *     or JSON object), or null
 * @param prefix the beginning of keys whose rest is a label's name, or null
 * @param except labels that are the framework's own
 */
public record TagSource(String key, String prefix, List<String> except) {
  public TagSource {
    except = Checks.listOrEmpty(except);
    if ((key == null) == (prefix == null)) {
      throw new IllegalArgumentException("a tag source has either key or prefix");
    }
  }
}
