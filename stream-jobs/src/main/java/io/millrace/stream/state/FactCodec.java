// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import io.millrace.schemas.AvroTrust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * A {@link SpanFact} as bytes, for the column {@code fact} of {@code span_rows}: plain Avro binary.
 */
public final class FactCodec {
  static {
    AvroTrust.grant();
  }

  private static final SpecificDatumWriter<SpanFact> WRITER =
      new SpecificDatumWriter<>(SpanFact.class);

  private FactCodec() {}

  /** The fact, written with the schema of this build. */
  public static byte[] encode(SpanFact fact) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      WRITER.write(fact, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
