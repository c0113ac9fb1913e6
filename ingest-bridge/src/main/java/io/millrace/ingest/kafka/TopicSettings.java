// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.TopicsConfig;
import io.millrace.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The configuration that each topic is made with. */
final class TopicSettings {
  private static final String FOR_EVER = "-1";

  /** Kafka's default. */
  private static final long MAX_SEGMENT_BYTES = 1L << 30;

  /** Of a partition bounded in bytes: what is kept follows the bound in such steps. */
  private static final int SEGMENTS = 8;

  private final TopicsConfig topics;
  private final int maxMessageBytes;

  TopicSettings(TopicsConfig topics, LimitsConfig limits) {
    this.topics = topics;
    this.maxMessageBytes = limits.maxSpanBytes() + KafkaClientProperties.RECORD_OVERHEAD_BYTES;
  }

  Map<String, String> of(Topics.Topic topic) {
    Map<String, String> settings = new HashMap<>(topic.config());
    settings.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(topics.minInsyncReplicas()));
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxMessageBytes(topic)));
    if (topic.raw()) {
      long retentionMillis = topics.rawRetention().toMillis();
      settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retentionMillis));
      if (topics.rawRetentionBytes() > 0) {
        putBound(settings, topics.rawRetentionBytes() / topics.partitions());
      }
    } else if (!settings.containsKey(TopicConfig.CLEANUP_POLICY_CONFIG)) {
      // Dead letters are kept until someone has looked at them.
      settings.put(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER);
    }
    return settings;
  }

  /** A dead letter may hold a whole record, as large as may be, and says why besides. */
  private int maxMessageBytes(Topics.Topic topic) {
    return topic.name().equals(Topics.DEAD_LETTER)
        ? maxMessageBytes + KafkaClientProperties.RECORD_OVERHEAD_BYTES
        : maxMessageBytes;
  }

  private void putBound(Map<String, String> settings, long partitionBytes) {
    long segmentBytes =
        Math.max(maxMessageBytes, Math.min(MAX_SEGMENT_BYTES, partitionBytes / SEGMENTS));
    settings.put(TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(partitionBytes));
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(segmentBytes));
  }
}
