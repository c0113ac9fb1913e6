// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.TopicsConfig;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSettingsTest {
  private static final String MAX_MESSAGE_BYTES = String.valueOf((8 << 20) + (64 << 10));

  private final TopicSettings settings =
      new TopicSettings(
          new TopicsConfig(6, (short) 3, 2, Duration.ofDays(2), 12L << 30), LimitsConfig.DEFAULTS);

  @Test
  void rawTopics_haveTheRetentionThatIsSet() {
    for (String name : new String[] {Topics.SPANS, Topics.LOGS, Topics.METRICS}) {
      assertThat(settings.of(topic(name)))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "retention.ms",
                  "172800000",
                  "retention.bytes",
                  String.valueOf(2L << 30),
                  "segment.bytes",
                  String.valueOf(256 << 20),
                  "min.insync.replicas",
                  "2",
                  "max.message.bytes",
                  MAX_MESSAGE_BYTES));
    }
  }

  @Test
  void control_isCompacted() {
    assertThat(settings.of(topic(Topics.CONTROL)))
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
  }

  @Test
  void deadLetters_stay() {
    assertThat(settings.of(topic(Topics.DEAD_LETTER))).containsEntry("retention.ms", "-1");
  }

  @Test
  void deadLetterOfAWholeRecord_asLargeAsMayBe_fits() throws Exception {
    int largestRecord = Integer.parseInt(settings.of(topic(Topics.SPANS)).get("max.message.bytes"));
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setWorkspace("w".repeat(128))
            .setReceivedTimeUnixNano(Long.MAX_VALUE)
            .setTopic(Topics.METRICS)
            .setPartition(Integer.MAX_VALUE)
            .setOffset(Long.MAX_VALUE)
            .setPosition(-1)
            .setReason("\uffff".repeat(2_000))
            .setPayload(ByteBuffer.allocate(largestRecord))
            .build();

    int bytes = DeadLetter.getEncoder().encode(letter).remaining();

    assertThat(bytes)
        .isLessThan(
            Integer.parseInt(settings.of(topic(Topics.DEAD_LETTER)).get("max.message.bytes"))
                - 1_000);
  }

  private static Topics.Topic topic(String name) {
    return Topics.all().stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
