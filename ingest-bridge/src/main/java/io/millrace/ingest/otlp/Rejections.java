// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The items of one request that were refused while the rest of it was taken, and why. */
public final class Rejections {
  /** How many refused items a message tells of, so that it stays readable. */
  private static final int MAX_EXAMPLES = 5;

  /** Why an item is refused. */
  public enum Reason {
    INVALID_TRACE_ID("trace id must be 16 bytes, not all zero"),
    INVALID_SPAN_ID("span id must be 8 bytes, not all zero"),
    TOO_LARGE("larger than max-span-bytes");

    private final String rule;

    Reason(String rule) {
      this.rule = rule;
    }

    /** For metrics' labels. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Map<Reason, Integer> itemCounts = new EnumMap<>(Reason.class);
  private final Set<String> examples = new LinkedHashSet<>();
  private long protocolCount;

  /**
   * Counts a refused item.
   *
   * @param protocolCount what partial_success counts for it: 1, for a metric its data points
   * @param example the item by name, '' = nothing worth telling
   */
  void add(Reason reason, long protocolCount, String example) {
    itemCounts.merge(reason, 1, Integer::sum);
    this.protocolCount += protocolCount;
    if (!example.isEmpty() && examples.size() < MAX_EXAMPLES) {
      examples.add(example);
    }
  }

  public boolean isEmpty() {
    return itemCounts.isEmpty();
  }

  /** Refused items by reason. */
  public Map<Reason, Integer> itemCounts() {
    return Map.copyOf(itemCounts);
  }

  /** What partial_success says: refused spans, log records, or data points. */
  public long protocolCount() {
    return protocolCount;
  }

  /** What partial_success tells the client. */
  public String message() {
    StringBuilder message = new StringBuilder();
    itemCounts.forEach(
        (reason, count) ->
            message
                .append(message.isEmpty() ? "" : "; ")
                .append(count)
                .append(" refused: ")
                .append(reason.rule));
    examples.forEach(example -> message.append("; ").append(example));
    return message.toString();
  }
}
