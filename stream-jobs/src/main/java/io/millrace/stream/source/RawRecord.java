// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

/**
 * One record of a raw topic, unread. Public fields and an empty constructor make it a Flink POJO.
 */
public class RawRecord {
  public String topic;
  public int partition;
  public long offset;

  /** The record's timestamp, milliseconds since the epoch: when the bridge received it. */
  public long timestampMillis;

  /** Null where the record has none. */
  public byte[] value;

  public RawRecord() {}

  /** A record as Kafka gave it. */
  public RawRecord(String topic, int partition, long offset, long timestampMillis, byte[] value) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestampMillis = timestampMillis;
    this.value = value;
  }
}
