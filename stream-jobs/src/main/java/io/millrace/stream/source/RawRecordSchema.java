// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hands every record on unread: what cannot be read must reach the dead letters, not fail the
 * source.
 */
public final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> consumed, Collector<RawRecord> out) {
    out.collect(
        new RawRecord(
            consumed.topic(),
            consumed.partition(),
            consumed.offset(),
            consumed.timestamp(),
            consumed.value()));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
