// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

/** State of the source's offsets: a Flink POJO. */
public class PartitionOffset {
  /** Null in states of the time when the job read one topic only. */
  public String topic;

  public int partition;
  public long nextOffset;

  public PartitionOffset() {}

  /** The next offset to read. */
  public PartitionOffset(String topic, int partition, long nextOffset) {
    this.topic = topic;
    this.partition = partition;
    this.nextOffset = nextOffset;
  }
}
