// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Reads one JSON scalar as the protobuf field wants it. */
final class JsonScalars {
  private static final Set<String> HEX_FIELDS = Set.of("trace_id", "span_id", "parent_span_id");

  /** Of 8 and 16 bytes; in hex ids have 16 and 32 digits, so that the two are never confused. */
  private static final Set<Integer> ID_LENGTHS_IN_BASE64 = Set.of(12, 24);

  /** An id that is no hex becomes one that is no id, so that its span alone is refused. */
  private static final ByteString NO_ID = ByteString.copyFrom(new byte[1]);

  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /** Digits that a 64-bit integer may have: bounds what an exponent may unfold to. */
  private static final int MAX_INTEGER_DIGITS = 20;

  private JsonScalars() {}

  /** The value, as protobuf's reflection has it. */
  static Object read(JsonParser parser, FieldDescriptor field)
      throws IOException, MalformedRequestException {
    OtlpJson.require(parser.currentToken().isScalarValue(), parser, "a scalar");
    return switch (field.getJavaType()) {
      case STRING -> parser.getText();
      case LONG -> integer(parser, field);
      case INT -> int32(parser, field);
      case DOUBLE -> floating(parser);
      case FLOAT -> (float) floating(parser);
      case BOOLEAN -> bool(parser);
      case ENUM -> enumValue(parser, field);
      case BYTE_STRING -> bytes(parser, field);
      case MESSAGE -> throw new IllegalArgumentException(field.getFullName() + " is no scalar");
    };
  }

  private static long integer(JsonParser parser, FieldDescriptor field)
      throws IOException, MalformedRequestException {
    boolean unsigned = isUnsigned(field);
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        && !(unsigned && parser.getLongValue() < 0)) {
      return parser.getLongValue();
    }
    BigInteger value;
    try {
      value = exact(new BigDecimal(parser.getText()));
    } catch (ArithmeticException | NumberFormatException e) {
      throw notAnInteger(parser);
    }
    boolean fits =
        unsigned
            ? value.signum() >= 0 && value.compareTo(MAX_UINT64) <= 0
            : value.bitLength() < Long.SIZE;
    if (!fits) {
      throw notAnInteger(parser);
    }
    return value.longValue();
  }

  private static BigInteger exact(BigDecimal number) {
    if (number.precision() - number.scale() > MAX_INTEGER_DIGITS) {
      throw new ArithmeticException("more digits than a 64-bit integer has");
    }
    return number.toBigIntegerExact();
  }

  private static int int32(JsonParser parser, FieldDescriptor field)
      throws IOException, MalformedRequestException {
    long value = integer(parser, field);
    boolean fits = isUnsigned(field) ? value >>> Integer.SIZE == 0 : (int) value == value;
    if (!fits) {
      throw notAnInteger(parser);
    }
    return (int) value;
  }

  private static boolean isUnsigned(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, UINT64, FIXED32, FIXED64 -> true;
      default -> false;
    };
  }

  private static double floating(JsonParser parser) throws IOException, MalformedRequestException {
    try {
      return Double.parseDouble(parser.getText());
    } catch (NumberFormatException e) {
      throw new MalformedRequestException(
          "a number is expected at " + parser.getParsingContext().pathAsPointer(), e);
    }
  }

  private static boolean bool(JsonParser parser) throws MalformedRequestException {
    OtlpJson.require(parser.currentToken().isBoolean(), parser, "true or false");
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** By number or, which OTLP does not send but protobuf's mapping does, by name. */
  private static Object enumValue(JsonParser parser, FieldDescriptor field)
      throws IOException, MalformedRequestException {
    EnumValueDescriptor byName = field.getEnumType().findValueByName(parser.getText());
    if (byName != null) {
      return byName;
    }
    return field.getEnumType().findValueByNumberCreatingIfUnknown(int32(parser, field));
  }

  private static ByteString bytes(JsonParser parser, FieldDescriptor field)
      throws IOException, MalformedRequestException {
    String text = parser.getText();
    if (HEX_FIELDS.contains(field.getName())) {
      return id(text);
    }
    try {
      return base64(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedRequestException(
          "base64 is expected at " + parser.getParsingContext().pathAsPointer(), e);
    }
  }

  private static ByteString id(String text) {
    try {
      return ID_LENGTHS_IN_BASE64.contains(text.length())
          ? base64(text)
          : ByteString.copyFrom(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      return NO_ID;
    }
  }

  /** The mapping takes the URL-safe alphabet too. */
  private static ByteString base64(String text) {
    return ByteString.copyFrom(
        Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
  }

  private static MalformedRequestException notAnInteger(JsonParser parser) {
    return new MalformedRequestException(
        "an integer in range is expected at " + parser.getParsingContext().pathAsPointer());
  }
}
