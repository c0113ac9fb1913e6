// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientPropertiesTest {
  private static final URI REGISTRY = URI.create("http://127.0.0.1:8085");

  @Test
  void promises_cannotBeOverridden() {
    KafkaConfig kafka =
        new KafkaConfig(
            "broker:9092",
            SchemaRegistryEndpoint.of(REGISTRY),
            Duration.ofSeconds(4),
            Map.of("acks", "0", "enable.idempotence", "false", "security.protocol", "SSL"));

    Map<String, Object> properties = KafkaClientProperties.producer(kafka, LimitsConfig.DEFAULTS);

    assertThat(properties)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("security.protocol", "SSL")
        .containsEntry("bootstrap.servers", "broker:9092")
        .containsEntry("delivery.timeout.ms", 4_000);
  }

  @Test
  void largestSpan_fitsIntoARequest() {
    Map<String, Object> properties =
        KafkaClientProperties.producer(
            new KafkaConfig("broker:9092", REGISTRY), LimitsConfig.DEFAULTS);

    assertThat((int) properties.get("max.request.size"))
        .isGreaterThan(LimitsConfig.DEFAULTS.maxSpanBytes());
  }
}
