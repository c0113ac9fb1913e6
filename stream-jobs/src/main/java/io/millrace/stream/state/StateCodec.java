// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import io.millrace.schemas.AvroTrust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Records of the state as they are stored in tables, for years perhaps: a byte that names the
 * schema they were written with, then plain Avro binary. The schemas of all versions are resources
 * beside this class, so that every later build reads what an earlier one wrote.
 */
public final class StateCodec<T extends SpecificRecordBase> {
  /** Grows when a stored record's schema changes; a test compares the two. */
  static final int VERSION = 6;

  static {
    AvroTrust.grant();
  }

  /** For the column {@code fact} of {@code span_rows}. */
  public static final StateCodec<SpanFact> FACT = new StateCodec<>(SpanFact.class);

  /** For the column {@code state} of {@code trace_rows}. */
  public static final StateCodec<TraceSummary> SUMMARY = new StateCodec<>(TraceSummary.class);

  private static final ThreadLocal<Output> OUTPUT = ThreadLocal.withInitial(Output::new);

  private final Class<T> type;
  private final SpecificDatumWriter<T> writer;

  /** By version - 1. */
  private final List<SpecificDatumReader<T>> readers;

  private StateCodec(Class<T> type) {
    this.type = type;
    this.writer = new SpecificDatumWriter<>(type);
    this.readers = IntStream.rangeClosed(1, VERSION).mapToObj(this::reader).toList();
  }

  /** The record, written with the schema of this build. */
  public byte[] encode(T value) {
    return OUTPUT.get().write(value, writer);
  }

  /**
   * Reads a record of this or an earlier version.
   *
   * @throws IOException if the bytes are none, or of a later version
   */
  public T decode(byte[] bytes) throws IOException {
    if (bytes.length == 0 || bytes[0] < 1 || bytes[0] > VERSION) {
      throw new IOException(
          "a stored %s of version %s, this build reads 1 to %d"
              .formatted(type.getSimpleName(), bytes.length == 0 ? "none" : bytes[0], VERSION));
    }
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
    return readers.get(bytes[0] - 1).read(null, decoder);
  }

  private SpecificDatumReader<T> reader(int version) {
    Schema written = writtenSchemas(version).get(type.getSimpleName());
    SpecificDatumReader<T> reader = new SpecificDatumReader<>(type);
    reader.setSchema(written);
    return reader;
  }

  /** The stored records' schemas as of a version, by simple name. */
  static Map<String, Schema> writtenSchemas(int version) {
    String resource = "stored-state-%d.avsc".formatted(version);
    try (InputStream file = StateCodec.class.getResourceAsStream(resource)) {
      return new Schema.Parser()
          .parse(file).getTypes().stream()
              .collect(Collectors.toMap(Schema::getName, Function.identity()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }

  /** Where a thread writes records, one after the other: one buffer that is as large as any was. */
  private static final class Output {
    private static final int FIRST_BUFFER_BYTES = 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

    <T> byte[] write(T value, SpecificDatumWriter<T> writer) {
      bytes.reset();
      bytes.write(VERSION);
      try {
        writer.write(value, encoder);
        encoder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("writing to memory", e);
      }
      return bytes.toByteArray();
    }
  }
}
