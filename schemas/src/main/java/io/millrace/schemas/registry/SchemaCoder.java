// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

import io.millrace.schemas.AvroTrust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes and reads Avro records in the Confluent wire format:
 *
 * <pre>
 * 0x00 | schema id, 4 bytes big-endian | Avro binary
 * </pre>
 *
 * <p>The writer's schema comes from the registry by its id and is resolved to that of the class one
 * reads into. Thread-safe; ids and schemas are asked for once and kept. Not serializable: in Flink
 * it is made in {@code open}.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/7.9/schema-registry/fundamentals/serdes-develop/index.html#wire-format">
 *     Confluent wire format 7.9</a>
 */
public final class SchemaCoder {
  static {
    AvroTrust.grant();
  }

  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;
  private static final int FIRST_BUFFER_BYTES = 2 << 10;

  private final SchemaRegistry registry;
  private final ConcurrentMap<Written, Integer> idsByType = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Schema> schemasById = new ConcurrentHashMap<>();
  private final ConcurrentMap<Read, SpecificDatumReader<?>> readers = new ConcurrentHashMap<>();

  /** A writer holds nothing of what it writes; to make one looks its class up by reflection. */
  private final ConcurrentMap<Schema, SpecificDatumWriter<Object>> writers =
      new ConcurrentHashMap<>();

  private record Written(String subject, Schema schema) {}

  private record Read(int writerId, Class<?> type) {}

  public SchemaCoder(SchemaRegistry registry) {
    this.registry = registry;
  }

  /** A coder over this registry; nothing is sent before the first record. */
  public static SchemaCoder connect(SchemaRegistryEndpoint endpoint) {
    return new SchemaCoder(new SchemaRegistryClient(endpoint));
  }

  /**
   * The record in the wire format; its schema is registered under the subject on first use.
   *
   * @throws SchemaRejectedException if the subject refuses the schema
   * @throws SchemaRegistryUnavailableException if the registry does not answer; worth a retry
   */
  public <T extends SpecificRecord> byte[] encode(String subject, T value) {
    Schema schema = value.getSchema();
    int id = idsByType.computeIfAbsent(new Written(subject, schema), this::register);
    ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
    out.writeBytes(ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      writers
          .computeIfAbsent(schema, made -> new SpecificDatumWriter<>(made))
          .write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    return out.toByteArray();
  }

  /**
   * The record in a message.
   *
   * @throws UndecodableException if the message can never be read as this type
   * @throws SchemaRegistryUnavailableException if the registry does not answer; worth a retry
   */
  public <T extends SpecificRecord> T decode(byte[] message, Class<T> type)
      throws UndecodableException {
    if (message == null || message.length < HEADER_BYTES || message[0] != MAGIC) {
      throw new UndecodableException("not in the Confluent wire format: no header of 0x00 and id");
    }
    int id = ByteBuffer.wrap(message, 1, Integer.BYTES).getInt();
    SpecificDatumReader<?> reader = reader(id, type);
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(message, HEADER_BYTES, message.length - HEADER_BYTES, null);
    try {
      T value = type.cast(reader.read(null, decoder));
      if (!decoder.isEnd()) {
        throw new UndecodableException("bytes are left after the record of schema id " + id);
      }
      return value;
    } catch (IOException | RuntimeException e) {
      // Avro tells malformed data by many exceptions: index, cast, negative size, end of file.
      throw new UndecodableException(
          "cannot be read as " + type.getSimpleName() + " by schema id " + id, e);
    }
  }

  private int register(Written written) {
    return registry.register(written.subject(), written.schema());
  }

  private SpecificDatumReader<?> reader(int id, Class<?> type) throws UndecodableException {
    Read key = new Read(id, type);
    SpecificDatumReader<?> reader = readers.get(key);
    if (reader == null) {
      reader = new SpecificDatumReader<>(schema(id), expected(type), SpecificData.get());
      readers.put(key, reader);
    }
    return reader;
  }

  private static Schema expected(Class<?> type) {
    return SpecificData.get().getSchema(type);
  }

  private Schema schema(int id) throws UndecodableException {
    Schema known = schemasById.get(id);
    if (known != null) {
      return known;
    }
    Optional<Schema> found;
    try {
      found = registry.schema(id);
    } catch (AvroRuntimeException e) {
      throw new UndecodableException("the registry's schema of id " + id + " is no Avro", e);
    }
    // Not remembered when absent: in a clustered registry a node may learn of an id late.
    Schema schema =
        found.orElseThrow(
            () -> new UndecodableException("the registry knows no schema of id " + id));
    schemasById.put(id, schema);
    return schema;
  }
}
