// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.Control;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.ScopeGroup;
import io.millrace.schemas.WireEncoding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SchemaCoderTest {
  private static final String SUBJECT = "otlp.spans.v1-value";

  private final FakeSchemaRegistry registry = new FakeSchemaRegistry();
  private final SchemaCoder coder = new SchemaCoder(registry);

  @Test
  void encode_writesMagicAndSchemaId() {
    byte[] message = coder.encode(SUBJECT, envelope());

    assertThat(Arrays.copyOf(message, 5)).containsExactly(0, 0, 0, 0, FakeSchemaRegistry.FIRST_ID);
  }

  @Test
  void decode_givesBackTheRecord() throws UndecodableException {
    OtlpEnvelope envelope = envelope();

    OtlpEnvelope decoded =
        new SchemaCoder(registry).decode(coder.encode(SUBJECT, envelope), OtlpEnvelope.class);

    assertThat(decoded).isEqualTo(envelope);
  }

  @Test
  void registry_isAskedOncePerSchema() throws UndecodableException {
    byte[] message = coder.encode(SUBJECT, envelope());
    coder.encode(SUBJECT, envelope());
    coder.decode(message, OtlpEnvelope.class);
    coder.decode(message, OtlpEnvelope.class);

    assertThat(registry.asked).isEqualTo(2); // one registration, one look-up
  }

  @Test
  void decode_resolvesTheWritersSchemaByName() throws UndecodableException {
    // A later build's record: its fields in another order, and one that this build does not know.
    Schema later =
        SchemaBuilder.record("io.millrace.schemas.Control")
            .fields()
            .requiredString("body")
            .requiredString("addedLater")
            .requiredString("kind")
            .requiredString("name")
            .requiredString("workspace")
            .requiredLong("receivedTimeUnixNano")
            .endRecord();
    registry.schemas.put(3, later);
    byte[] message = {0, 0, 0, 0, 3, 2, 'b', 2, 'x', 2, 'k', 2, 'n', 2, 'w', 10};

    Control control = coder.decode(message, Control.class);

    assertThat(control).isEqualTo(new Control("w", "k", "n", 5L, "b"));
  }

  @Test
  void decode_whatIsNoMessage_isUndecodable() {
    for (byte[] message : List.of(new byte[0], new byte[4], new byte[] {1, 0, 0, 0, 7, 0})) {
      assertThatThrownBy(() -> coder.decode(message, OtlpEnvelope.class))
          .isInstanceOf(UndecodableException.class)
          .hasMessageContaining("Confluent wire format");
    }
    assertThatThrownBy(() -> coder.decode(null, OtlpEnvelope.class))
        .isInstanceOf(UndecodableException.class);
  }

  @Test
  void decode_unknownSchemaId_isUndecodable() {
    byte[] message = {0, 0, 0, 0, 99, 0};

    assertThatThrownBy(() -> coder.decode(message, OtlpEnvelope.class))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("no schema of id 99");
  }

  @Test
  void decode_anotherRecordsSchema_isUndecodable() {
    byte[] message = coder.encode("control.v1-value", new Control("w", "k", "n", 1L, "{}"));

    assertThatThrownBy(() -> coder.decode(message, OtlpEnvelope.class))
        .isInstanceOf(UndecodableException.class);
  }

  @Test
  void decode_bytesLeftOver_isUndecodable() {
    byte[] message = coder.encode(SUBJECT, envelope());
    byte[] longer = Arrays.copyOf(message, message.length + 1);

    assertThatThrownBy(() -> coder.decode(longer, OtlpEnvelope.class))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("bytes are left");
  }

  @Test
  void decode_truncated_isUndecodableAtEveryLength() {
    byte[] message = coder.encode(SUBJECT, envelope());

    for (int length = 0; length < message.length; length++) {
      byte[] truncated = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> coder.decode(truncated, OtlpEnvelope.class))
          .as("first %d bytes", length)
          .isInstanceOf(UndecodableException.class);
    }
  }

  @Test
  void decode_brokenBytes_areReadOrUndecodableAndNothingElse() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    byte[] message = coder.encode(SUBJECT, envelope());
    int undecodable = 0;

    for (int round = 0; round < 5_000; round++) {
      byte[] broken = message.clone();
      for (int i = 0; i < 3; i++) {
        broken[5 + random.nextInt(broken.length - 5)] = (byte) random.nextInt();
      }
      try {
        coder.decode(broken, OtlpEnvelope.class);
      } catch (UndecodableException e) {
        undecodable++;
      }
    }

    assertThat(undecodable).as("seed %d", seed).isPositive();
  }

  @Test
  void decode_registryAway_isNotUndecodable() {
    SchemaCoder cutOff =
        new SchemaCoder(
            new SchemaRegistry() {
              @Override
              public int register(String subject, Schema schema) {
                throw new SchemaRegistryUnavailableException("away");
              }

              @Override
              public Optional<Schema> schema(int id) {
                throw new SchemaRegistryUnavailableException("away");
              }

              @Override
              public void setCompatibility(String subject, CompatibilityLevel level) {
                throw new SchemaRegistryUnavailableException("away");
              }
            });

    assertThatThrownBy(() -> cutOff.decode(new byte[] {0, 0, 0, 0, 1, 0}, OtlpEnvelope.class))
        .isInstanceOf(SchemaRegistryUnavailableException.class);
  }

  private static OtlpEnvelope envelope() {
    ScopeGroup group =
        new ScopeGroup(
            ByteBuffer.wrap(new byte[] {1, 2}),
            "https://opentelemetry.io/schemas/1.37.0",
            ByteBuffer.wrap(new byte[] {3}),
            "",
            List.of(ByteBuffer.wrap(new byte[] {4, 5, 6}), ByteBuffer.wrap(new byte[0])));
    return new OtlpEnvelope(
        "default",
        "0",
        false,
        1_700_000_000_000_000_001L,
        WireEncoding.PROTOBUF,
        List.of(group),
        2,
        "bridge",
        41L);
  }
}
