// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Transcodes OTLP's JSON to protobuf. It differs from protobuf's own JSON mapping: ids are hex,
 * enums integers, unknown fields are ignored. Field names may be lowerCamel or snake_case; 64-bit
 * integers numbers (JavaScript's exporters) or strings (Rust's); ids base64, as protobuf's own
 * mapping has them.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.8.0/docs/
 *     specification.md#json-protobuf-encoding">OTLP 1.8.0, JSON Protobuf encoding</a>
 */
final class OtlpJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // The body's size is bounded already; a single text may take all of it.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS =
      new ConcurrentHashMap<>();

  private final JsonParser parser;
  private final ProtobufBuffer out;

  private OtlpJson(JsonParser parser, ProtobufBuffer out) {
    this.parser = parser;
    this.out = out;
  }

  /**
   * The same request in protobuf; an empty body is an empty request.
   *
   * @param reserve told of bytes before they are held; what it throws is passed on
   */
  static byte[] toProtobuf(Signal signal, byte[] json, LongConsumer reserve)
      throws MalformedRequestException {
    ProtobufBuffer out = new ProtobufBuffer(reserve);
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != null) {
        new OtlpJson(parser, out).read(signal.emptyRequest().getDescriptorForType());
        if (parser.nextToken() != null) {
          throw new MalformedRequestException("the body goes on after its JSON object");
        }
      }
    } catch (IOException e) {
      // The parser's message quotes the body, which may be a prompt: only the place is told.
      throw new MalformedRequestException("the body is not JSON" + place(e), e);
    }
    return out.toByteArray();
  }

  private void read(Descriptor type) throws IOException, MalformedRequestException {
    require(parser.currentToken() == JsonToken.START_OBJECT, parser, "an object");
    Map<String, FieldDescriptor> fields = fields(type);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldDescriptor field = fields.get(parser.currentName());
      JsonToken value = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        field(field);
      }
    }
  }

  private void field(FieldDescriptor field) throws IOException, MalformedRequestException {
    if (!field.isRepeated()) {
      value(field);
      return;
    }
    require(parser.currentToken() == JsonToken.START_ARRAY, parser, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(field);
    }
  }

  private void value(FieldDescriptor field) throws IOException, MalformedRequestException {
    if (field.getJavaType() != JavaType.MESSAGE) {
      out.scalar(field, JsonScalars.read(parser, field));
      return;
    }
    int start = out.begin(field);
    // An array of values may hold nulls: OTLP's empty AnyValue.
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      read(field.getMessageType());
    }
    out.end(start);
  }

  private static Map<String, FieldDescriptor> fields(Descriptor type) {
    return FIELDS.computeIfAbsent(
        type,
        descriptor -> {
          Map<String, FieldDescriptor> byName = new HashMap<>();
          for (FieldDescriptor field : descriptor.getFields()) {
            byName.put(field.getName(), field);
            byName.put(field.getJsonName(), field);
          }
          return byName;
        });
  }

  static void require(boolean holds, JsonParser parser, String expected)
      throws MalformedRequestException {
    if (!holds) {
      throw new MalformedRequestException(
          expected + " is expected at " + parser.getParsingContext().pathAsPointer());
    }
  }

  private static String place(IOException e) {
    if (e instanceof com.fasterxml.jackson.core.JacksonException json
        && json.getLocation() != null) {
      return ", at byte " + json.getLocation().getByteOffset();
    }
    return "";
  }
}
