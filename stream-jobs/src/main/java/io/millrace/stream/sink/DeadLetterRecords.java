// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.schemas.AvroTrust;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records of {@code dead-letter.v1}, at least once: a letter may be repeated after a crash, its key
 * says where it stood, and the view {@code dead_letters} has it once.
 */
public final class DeadLetterRecords implements KafkaRecordSerializationSchema<DeadLetter> {
  private static final long serialVersionUID = 1L;
  private static final String SUBJECT = Topics.DEAD_LETTER + "-value";

  static {
    AvroTrust.grant();
  }

  private final SchemaRegistryEndpoint schemaRegistry;
  private transient SchemaCoder coder;

  /** Registers the schema at this registry on first use. */
  public DeadLetterRecords(SchemaRegistryEndpoint schemaRegistry) {
    this.schemaRegistry = schemaRegistry;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, Long timestamp) {
    if (coder == null) {
      coder = SchemaCoder.connect(schemaRegistry);
    }
    String place =
        letter.getTopic()
            + "/"
            + letter.getPartition()
            + "/"
            + letter.getOffset()
            + "/"
            + letter.getPosition();
    return new ProducerRecord<>(
        Topics.DEAD_LETTER, place.getBytes(StandardCharsets.UTF_8), coder.encode(SUBJECT, letter));
  }
}
