// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Facts as the bytes that they are in Flink's state: so they travel to the stitcher, wait there and
 * go into state without becoming objects. A fact is some fifty of those, which the collector would
 * copy again and again while they wait. Not for what outlives this build's state: see {@link
 * StateCodec}.
 */
public final class PackedFacts {
  private static final ThreadLocal<PackedFacts> OF_THREAD =
      ThreadLocal.withInitial(PackedFacts::new);

  private static final int FIRST_BUFFER_BYTES = 1024;

  private final TypeSerializer<SpanFact> serializer =
      StateTypes.of(SpanFact.class).createSerializer(new SerializerConfigImpl());
  private final DataOutputSerializer output = new DataOutputSerializer(FIRST_BUFFER_BYTES);
  private final DataInputDeserializer input = new DataInputDeserializer();

  private PackedFacts() {}

  /** The fact's bytes. */
  public static byte[] pack(SpanFact fact) {
    return OF_THREAD.get().write(fact);
  }

  /** The packed fact of a span that arrives. */
  public static byte[] bytes(SpanArrival arrival) {
    ByteBuffer fact = arrival.getFact();
    byte[] all = fact.array();
    return all.length == fact.remaining()
        ? all
        : Arrays.copyOfRange(
            all, fact.arrayOffset() + fact.position(), fact.arrayOffset() + fact.limit());
  }

  /** The fact, as an object of its own. */
  public static SpanFact unpack(byte[] packed) {
    return OF_THREAD.get().read(packed);
  }

  private byte[] write(SpanFact fact) {
    output.clear();
    try {
      serializer.serialize(fact, output);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return output.getCopyOfBuffer();
  }

  private SpanFact read(byte[] packed) {
    input.setBuffer(packed);
    try {
      return serializer.deserialize(input);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a fact of this build", e);
    }
  }
}
