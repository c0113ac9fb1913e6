// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Base64;

/** OTLP's attribute values as JSON, and JSON in texts as JSON. */
public final class AnyValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Costs keep every digit; a text with something after its JSON is no JSON. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Jackson refuses texts that are far longer. */
  private static final int MAX_PLAIN_CHARS = 1 << 20;

  private AnyValues() {}

  /** The value as JSON; bytes as base64, as OTLP/JSON has them. Missing where there is none. */
  public static JsonNode node(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> NODES.textNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case INT_VALUE -> NODES.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> NODES.numberNode(value.getDoubleValue());
      case ARRAY_VALUE -> array(value);
      case KVLIST_VALUE -> object(value.getKvlistValue().getValuesList());
      case BYTES_VALUE -> NODES.textNode(base64(value.getBytesValue()));
      default -> MissingNode.getInstance();
    };
  }

  private static ArrayNode array(AnyValue value) {
    ArrayNode array = NODES.arrayNode();
    for (AnyValue element : value.getArrayValue().getValuesList()) {
      JsonNode node = node(element);
      array.add(node.isMissingNode() ? NODES.nullNode() : node);
    }
    return array;
  }

  /** The attributes as a JSON object; of a key that comes twice the last wins. */
  public static ObjectNode object(Iterable<KeyValue> attributes) {
    ObjectNode object = NODES.objectNode();
    for (KeyValue attribute : attributes) {
      JsonNode node = node(attribute.getValue());
      object.set(attribute.getKey(), node.isMissingNode() ? NODES.nullNode() : node);
    }
    return object;
  }

  /** The value as text: a text as it is, everything else as JSON, '' where there is none. */
  public static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case VALUE_NOT_SET -> "";
      case BYTES_VALUE -> base64(value.getBytesValue());
      // what a node of it would write, which makes a generator of JSON for each
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      default -> node(value).toString();
    };
  }

  /** Likewise of JSON. */
  public static String text(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    boolean plain = node.isIntegralNumber() || node.isBoolean();
    return plain ? node.asText() : node.toString();
  }

  /** The JSON object or array that a text holds; everything else stays as it is. */
  public static JsonNode parsed(JsonNode node) {
    if (!node.isTextual() || !looksLikeContainer(node.textValue())) {
      return node;
    }
    try {
      return JSON.readTree(node.textValue());
    } catch (JsonProcessingException e) {
      // Not JSON after all: a text may begin with a bracket, emitters cut long JSON off.
      return node;
    }
  }

  /** Whether it is a text in quotes. */
  static boolean isQuoted(AnyValue value) {
    if (value.getValueCase() != AnyValue.ValueCase.STRING_VALUE) {
      return false;
    }
    String text = value.getStringValue();
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
  }

  /** The text that a JSON text in quotes spells; what is no JSON stays as it is. */
  static AnyValue unquoted(AnyValue value) {
    String text = value.getStringValue();
    if (isPlain(text)) {
      return AnyValue.newBuilder().setStringValue(text.substring(1, text.length() - 1)).build();
    }
    try {
      JsonNode json = JSON.readTree(text);
      return json.isTextual()
          ? AnyValue.newBuilder().setStringValue(json.textValue()).build()
          : value;
    } catch (JsonProcessingException e) {
      // A text that someone put in quotes is a text in quotes.
      return value;
    }
  }

  /** Whether a text in quotes spells just what stands between them. */
  private static boolean isPlain(String text) {
    if (text.length() > MAX_PLAIN_CHARS) {
      return false;
    }
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean looksLikeContainer(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        return c == '{' || c == '[';
      }
    }
    return false;
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
