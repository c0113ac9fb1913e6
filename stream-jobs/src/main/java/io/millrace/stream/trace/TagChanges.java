// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.trace;

import io.millrace.stream.state.TagChange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What REST has said of tags: of two words on one tag the later in the log holds. */
public final class TagChanges {
  private TagChanges() {}

  /** Of each tag the last word, sorted by key; in whichever order they come. */
  public static List<TagChange> last(List<TagChange> some, List<TagChange> others) {
    Map<String, TagChange> tags = new TreeMap<>();
    some.forEach(tag -> tags.put(tag.getKey(), tag));
    for (TagChange change : others) {
      tags.merge(change.getKey(), change, (a, b) -> b.getVersion() >= a.getVersion() ? b : a);
    }
    return List.copyOf(tags.values());
  }
}
