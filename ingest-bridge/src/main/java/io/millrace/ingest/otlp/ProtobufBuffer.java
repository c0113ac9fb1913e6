// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Protobuf written as it is read from elsewhere, without objects in between: small text unfolds to
 * many objects, so that a body within its limit could take all memory.
 */
final class ProtobufBuffer {
  private static final int FIRST_BYTES = 4096;
  private static final int MAX_VARINT_BYTES = 10;

  private final LongConsumer reserve;
  private byte[] bytes = {};
  private int size;

  /**
   * An empty buffer.
   *
   * @param reserve told of bytes before they are held; what it throws is passed on
   */
  ProtobufBuffer(LongConsumer reserve) {
    this.reserve = reserve;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Begins a message field; what is returned is to be given to {@link #end}. */
  int begin(FieldDescriptor field) {
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    room(1);
    size++; // most messages are short: one byte for the length
    return size;
  }

  /** Ends the message field that begins here. */
  void end(int start) {
    int length = size - start;
    int more = CodedOutputStream.computeUInt32SizeNoTag(length) - 1;
    if (more > 0) {
      room(more);
      System.arraycopy(bytes, start, bytes, start + more, length);
    }
    size = start - 1;
    varint(length);
    size += length;
  }

  /** Writes a scalar as protobuf's reflection has it; a default that says nothing is left out. */
  void scalar(FieldDescriptor field, Object value) {
    boolean mayBeLeftOut = !field.hasPresence() && !field.isRepeated();
    if (mayBeLeftOut && value.equals(field.getDefaultValue())) {
      return;
    }
    switch (field.getType()) {
      case STRING -> delimited(field, ((String) value).getBytes(StandardCharsets.UTF_8));
      case BYTES -> delimited(field, ((ByteString) value).toByteArray());
      case INT32, INT64 -> varint(field, ((Number) value).longValue());
      case UINT32 -> varint(field, Integer.toUnsignedLong((Integer) value));
      case UINT64 -> varint(field, (Long) value);
      case SINT32 -> varint(field, CodedOutputStream.encodeZigZag32((Integer) value));
      case SINT64 -> varint(field, CodedOutputStream.encodeZigZag64((Long) value));
      case BOOL -> varint(field, (Boolean) value ? 1 : 0);
      case ENUM -> varint(field, ((EnumValueDescriptor) value).getNumber());
      case FIXED64, SFIXED64 -> fixed64(field, (Long) value);
      case DOUBLE -> fixed64(field, Double.doubleToRawLongBits((Double) value));
      case FIXED32, SFIXED32 -> fixed32(field, (Integer) value);
      case FLOAT -> fixed32(field, Float.floatToRawIntBits((Float) value));
      case MESSAGE, GROUP ->
          throw new IllegalArgumentException(field.getFullName() + " is no scalar");
    }
  }

  private void delimited(FieldDescriptor field, byte[] value) {
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    varint(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void varint(FieldDescriptor field, long value) {
    tag(field, WireFormat.WIRETYPE_VARINT);
    varint(value);
  }

  private void fixed64(FieldDescriptor field, long value) {
    tag(field, WireFormat.WIRETYPE_FIXED64);
    room(Long.BYTES);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(size, value);
    size += Long.BYTES;
  }

  private void fixed32(FieldDescriptor field, int value) {
    tag(field, WireFormat.WIRETYPE_FIXED32);
    room(Integer.BYTES);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(size, value);
    size += Integer.BYTES;
  }

  private void tag(FieldDescriptor field, int wireType) {
    varint((long) field.getNumber() << 3 | wireType);
  }

  private void varint(long value) {
    room(MAX_VARINT_BYTES);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  private void room(int moreBytes) {
    int needed = Math.addExact(size, moreBytes);
    if (needed > bytes.length) {
      int capacity = Math.max(Math.max(needed, FIRST_BYTES), size + (size >> 1));
      reserve.accept(capacity - bytes.length);
      bytes = Arrays.copyOf(bytes, capacity);
    }
  }
}
