// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * How far one subtask has read in each partition, and which of that the sink has not been told yet.
 * Not thread-safe.
 */
final class ReadOffsets {
  private final Map<TopicPartition, Long> nextByPartition = new HashMap<>();
  private final Set<TopicPartition> moved = new HashSet<>();

  /**
   * Takes over what a checkpoint knew; told anew, because the sink's rows of an earlier attempt do
   * not count.
   */
  void restore(TopicPartition partition, long nextOffset) {
    advance(partition, nextOffset);
  }

  /** A record was read. */
  void read(TopicPartition partition, long offset) {
    advance(partition, offset + 1);
  }

  private void advance(TopicPartition partition, long nextOffset) {
    nextByPartition.merge(partition, nextOffset, Math::max);
    moved.add(partition);
  }

  /** Next offset by partition. */
  Map<TopicPartition, Long> all() {
    return nextByPartition;
  }

  /** The partitions that moved since the last call, with their next offsets. */
  Map<TopicPartition, Long> drainMoved() {
    Map<TopicPartition, Long> drained = new HashMap<>();
    moved.forEach(partition -> drained.put(partition, nextByPartition.get(partition)));
    moved.clear();
    return drained;
  }
}
