// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import java.util.Map;

/**
 * A text of a row, or the key of the attribute of the same row that says it word for word
 * (docs/adr/0017-a-text-is-stored-once.md).
 *
 * @param text '' where an attribute says it
 * @param key '' where none does
 */
record OwnText(String text, String key) {
  /** The text; an attribute is named only where its key is shorter. */
  static OwnText of(String text, Map<String, String> attributes) {
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String key = attribute.getKey();
      if (!key.isEmpty() && key.length() < text.length() && attribute.getValue().equals(text)) {
        return new OwnText("", key);
      }
    }
    return new OwnText(text, "");
  }
}
