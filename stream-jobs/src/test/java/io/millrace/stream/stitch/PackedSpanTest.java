// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.PackedFacts;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.StateTypes;
import io.millrace.stream.trace.Facts;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PackedSpanTest {
  private static final SpanFact FACT =
      Facts.llm("0000000000000001", "", 3, 10, 20).setSessionId("s").setUserId("ü").build();

  private final TypeSerializer<HeldSpan> serializer =
      StateTypes.of(HeldSpan.class).createSerializer(new SerializerConfigImpl());

  private final HeldSpan plain = new HeldSpan(FACT, 7L, 8L);
  private final HeldSpan packed = new PackedSpan(PackedFacts.pack(FACT), 7, 8);

  /** So a checkpoint holds what it always held, whoever wrote it. */
  @Test
  void inState_itHasTheBytesOfAHeldSpan() throws IOException {
    byte[] written = written(packed);

    assertThat(written).isEqualTo(written(plain));
    assertThat(serializer.deserialize(new DataInputDeserializer(written))).isEqualTo(plain);
  }

  /** As a state backend that lies on the heap does. */
  @Test
  void copy_isAHeldSpan() {
    assertThat(serializer.copy(packed)).isEqualTo(plain);
  }

  @Test
  void fact_isReadAnew() {
    assertThat(packed.getFact()).isEqualTo(FACT).isNotSameAs(packed.getFact());
  }

  /** Whose encoding is another than that of Flink's state. */
  @Test
  void inPlainAvro_itIsWrittenAsSuch() throws IOException {
    assertThat(HeldSpan.getEncoder().encode(packed)).isEqualTo(HeldSpan.getEncoder().encode(plain));
  }

  private byte[] written(HeldSpan span) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(span, out);
    return out.getCopyOfBuffer();
  }
}
