// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Base64;
import java.util.List;

/** Values of attributes: OTLP's to JSON, and JSON as MLflow's answers write OTLP's. */
final class AnyValueJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AnyValueJson() {}

  /** What a value says. */
  static JsonNode of(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> NODES.textNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case INT_VALUE -> NODES.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> NODES.numberNode(value.getDoubleValue());
      case BYTES_VALUE ->
          NODES.textNode(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
      case ARRAY_VALUE -> {
        ArrayNode array = NODES.arrayNode();
        value.getArrayValue().getValuesList().forEach(each -> array.add(of(each)));
        yield array;
      }
      case KVLIST_VALUE -> object(value.getKvlistValue().getValuesList());
      default -> NODES.nullNode();
    };
  }

  static ObjectNode object(List<KeyValue> entries) {
    ObjectNode object = NODES.objectNode();
    entries.forEach(entry -> object.set(entry.getKey(), of(entry.getValue())));
    return object;
  }

  /** The entries of an object as an array of OTLP's {@code KeyValue}. */
  static ArrayNode keyValues(JsonNode object) {
    ArrayNode entries = NODES.arrayNode();
    object
        .properties()
        .forEach(
            entry ->
                entries.addObject().put("key", entry.getKey()).set("value", any(entry.getValue())));
    return entries;
  }

  /** What an array of OTLP's {@code KeyValue}, as {@link #keyValues} has it, says. */
  static ObjectNode plain(JsonNode keyValues) {
    ObjectNode object = NODES.objectNode();
    keyValues.forEach(
        entry -> object.set(entry.get("key").textValue(), plainValue(entry.get("value"))));
    return object;
  }

  private static JsonNode plainValue(JsonNode any) {
    if (any.has("kvlist_value")) {
      return plain(any.at("/kvlist_value/values"));
    }
    if (any.has("array_value")) {
      ArrayNode array = NODES.arrayNode();
      any.at("/array_value/values").forEach(each -> array.add(plainValue(each)));
      return array;
    }
    return any.isEmpty() ? NODES.nullNode() : any.elements().next();
  }

  /** As OTLP's {@code AnyValue}; whole numbers are JSON numbers, as MLflow's server writes them. */
  private static ObjectNode any(JsonNode value) {
    ObjectNode any = NODES.objectNode();
    return switch (value.getNodeType()) {
      case STRING -> any.put("string_value", value.textValue());
      case BOOLEAN -> any.put("bool_value", value.booleanValue());
      case NUMBER ->
          value.canConvertToLong() && value.isIntegralNumber()
              ? any.put("int_value", value.longValue())
              : any.put("double_value", value.doubleValue());
      case ARRAY -> any.set("array_value", array(value));
      case OBJECT -> any.set("kvlist_value", values(keyValues(value)));
      default -> any;
    };
  }

  private static ObjectNode array(JsonNode array) {
    ArrayNode values = NODES.arrayNode();
    array.forEach(each -> values.add(any(each)));
    return values(values);
  }

  private static ObjectNode values(ArrayNode values) {
    ObjectNode list = NODES.objectNode();
    return values.isEmpty() ? list : list.set("values", values);
  }
}
