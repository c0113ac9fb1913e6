// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

/**
 * How much the bridge takes at once; bytes, but for {@code maxTags}.
 *
 * @param maxBodyBytes largest request, after decompression; beyond it 413. Default 20 MiB, what
 *     OTLP 1.8 recommends
 * @param maxSpanBytes largest item with its resource and scope; beyond it the item is refused by
 *     name and the rest of its request taken. Default 8 MiB
 * @param maxRecordBytes where the items of one trace are split over several records, before
 *     compression; a larger item travels alone. Default 900 KiB
 * @param maxInFlightBytes requests held in memory at once, bodies and records; beyond it 429.
 *     Default 96 MiB
 * @param maxInFlightBytesPerWorkspace the same for one workspace. Default 64 MiB
 * @param maxTags tags that one request may set or remove; beyond it 400. Default 1,000
 */
public record LimitsConfig(
    int maxBodyBytes,
    int maxSpanBytes,
    int maxRecordBytes,
    long maxInFlightBytes,
    long maxInFlightBytesPerWorkspace,
    int maxTags) {
  private static final int MIB = 1 << 20;
  private static final int MIN_RECORD_BYTES = 16 << 10;
  private static final int MAX_SPAN_BYTES = 256 * MIB;

  /** A body is held as it came, unpacked, and as records. */
  private static final long COPIES_OF_A_BODY = 3;

  public static final LimitsConfig DEFAULTS =
      new LimitsConfig(20 * MIB, 8 * MIB, 900 << 10, 96L * MIB, 64L * MIB, 1_000);

  public LimitsConfig {
    require(
        maxRecordBytes >= MIN_RECORD_BYTES,
        "max-record-bytes must be at least " + MIN_RECORD_BYTES,
        maxRecordBytes);
    require(
        maxSpanBytes >= maxRecordBytes && maxSpanBytes <= MAX_SPAN_BYTES,
        "max-span-bytes must lie between max-record-bytes and " + MAX_SPAN_BYTES,
        maxSpanBytes);
    require(
        maxBodyBytes >= maxSpanBytes,
        "max-body-bytes must be at least max-span-bytes",
        maxBodyBytes);
    require(
        maxInFlightBytesPerWorkspace >= COPIES_OF_A_BODY * maxBodyBytes,
        "max-in-flight-bytes-per-workspace must hold three bodies of max-body-bytes",
        maxInFlightBytesPerWorkspace);
    require(
        maxInFlightBytes >= maxInFlightBytesPerWorkspace,
        "max-in-flight-bytes must be at least max-in-flight-bytes-per-workspace",
        maxInFlightBytes);
    require(maxTags >= 1, "max-tags must be at least 1", maxTags);
  }

  private static void require(boolean holds, String rule, long value) {
    if (!holds) {
      throw new IllegalArgumentException("bridge.limits." + rule + ", is " + value);
    }
  }
}
