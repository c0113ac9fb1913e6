// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;

/** Reads OTLP's JSON in the tests, as the bridge does before the log (OTLP 1.8: ids are hex). */
final class OtlpJsonBody {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OtlpJsonBody() {}

  static ExportTraceServiceRequest traces(byte[] body) throws IOException {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    read(JSON.readTree(body), request);
    return request.build();
  }

  private static void read(JsonNode json, Message.Builder message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      JsonNode node = json.path(field.getJsonName());
      if (field.isRepeated()) {
        node.forEach(element -> message.addRepeatedField(field, value(element, field, message)));
      } else if (!node.isMissingNode() && !node.isNull()) {
        message.setField(field, value(node, field, message));
      }
    }
  }

  private static Object value(JsonNode json, FieldDescriptor field, Message.Builder parent) {
    return switch (field.getJavaType()) {
      case STRING -> json.asText();
      case LONG -> Long.parseLong(json.asText());
      case INT -> json.asInt();
      case BOOLEAN -> json.asBoolean();
      case DOUBLE -> json.asDouble();
      case FLOAT -> (float) json.asDouble();
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(json.asInt());
      case BYTE_STRING ->
          ByteString.copyFrom(
              field.getName().endsWith("_id")
                  ? HexFormat.of().parseHex(json.asText())
                  : Base64.getDecoder().decode(json.asText()));
      case MESSAGE -> {
        Message.Builder message = parent.newBuilderForField(field);
        read(json, message);
        yield message.build();
      }
    };
  }
}
