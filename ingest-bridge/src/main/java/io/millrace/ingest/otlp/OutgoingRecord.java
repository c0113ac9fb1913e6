// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

/**
 * A record for Kafka.
 *
 * @param timestampMillis received time, milliseconds since the epoch
 * @param itemCount spans, log records or metrics in it
 */
public record OutgoingRecord(
    String topic, byte[] key, byte[] value, long timestampMillis, int itemCount) {
  /** What it holds besides its bytes until it is acknowledged. */
  private static final int OVERHEAD_BYTES = 500;

  /** Bytes that it holds in memory. */
  public long bytes() {
    return (long) key.length + value.length + OVERHEAD_BYTES;
  }
}
