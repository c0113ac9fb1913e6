// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

import java.time.Duration;

/**
 * How topics are made where they are missing; existing ones are left as they are.
 *
 * @param partitions of every topic, default 4
 * @param replicationFactor default 1; 3 in production
 * @param minInsyncReplicas default 1; 2 in production
 * @param rawRetention how long acknowledged input is kept, default 30 days
 * @param rawRetentionBytes how much of it each raw topic keeps, over all partitions; 0 = any.
 *     Default 20 GiB
 */
public record TopicsConfig(
    int partitions,
    short replicationFactor,
    int minInsyncReplicas,
    Duration rawRetention,
    long rawRetentionBytes) {
  public static final TopicsConfig DEFAULTS =
      new TopicsConfig(4, (short) 1, 1, Duration.ofDays(30), 20L << 30);

  private static final int MAX_PARTITIONS = 10_000;

  /** Kafka deletes whole segments: of less than a few nothing much would be left. */
  private static final long MIN_PARTITION_BYTES = 256L << 20;

  public TopicsConfig {
    require(
        partitions >= 1 && partitions <= MAX_PARTITIONS,
        "partitions must lie in 1 to " + MAX_PARTITIONS,
        partitions);
    require(replicationFactor >= 1, "replication-factor must be at least 1", replicationFactor);
    require(
        minInsyncReplicas >= 1 && minInsyncReplicas <= replicationFactor,
        "min-insync-replicas must lie in 1 to replication-factor",
        minInsyncReplicas);
    require(
        rawRetention.compareTo(Duration.ofMinutes(1)) >= 0,
        "raw-retention must be at least a minute",
        rawRetention);
    require(
        rawRetentionBytes == 0 || rawRetentionBytes / partitions >= MIN_PARTITION_BYTES,
        "raw-retention-bytes must be 0 or at least 256 MiB for each partition",
        rawRetentionBytes);
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("bridge.topics." + rule + ", is " + value);
    }
  }
}
