// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.checkpoint;

import java.util.Collection;
import java.util.Map;

/** Where the partitions of a Kafka topic begin and end. */
@FunctionalInterface
public interface LogOffsets {
  /**
   * What a partition holds.
   *
   * @param begin the least offset that is there
   * @param end the offset of the next record that will be written
   */
  record Range(long begin, long end) {}

  /**
   * The range of each of the partitions; waits, for ever, while Kafka is away.
   *
   * @throws InterruptedException when the task is cancelled meanwhile
   */
  Map<Integer, Range> of(String topic, Collection<Integer> partitions) throws InterruptedException;
}
