// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

/** State of the source's offsets: a Flink POJO. */
public class PartitionOffset {
  public int partition;
  public long nextOffset;

  public PartitionOffset() {}

  /** The next offset to read. */
  public PartitionOffset(int partition, long nextOffset) {
    this.partition = partition;
    this.nextOffset = nextOffset;
  }
}
