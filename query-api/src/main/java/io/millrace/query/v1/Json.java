// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * Rows as JSON. Money is a string of exact decimals, for most readers of JSON make binary doubles
 * of numbers; counts, nanoseconds and ratios are numbers; times are RFC 3339 in UTC with
 * nanoseconds.
 */
public final class Json {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  /** An object of the columns of a row. */
  public static ObjectNode row(Map<String, Object> row) {
    ObjectNode object = NODES.objectNode();
    row.forEach((column, value) -> object.set(column, node(value)));
    return object;
  }

  static JsonNode node(Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof BigDecimal money) {
      return NODES.textNode(plain(money));
    }
    if (value instanceof ZonedDateTime time) {
      return NODES.textNode(TIME.format(time.withZoneSameInstant(ZoneOffset.UTC)));
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof BigInteger integer) {
      return NODES.numberNode(integer);
    }
    if (value instanceof Double ratio) {
      return Double.isFinite(ratio) ? NODES.numberNode(ratio) : NODES.nullNode();
    }
    if (value instanceof Number number) {
      return NODES.numberNode(number.longValue());
    }
    if (value instanceof List<?> list) {
      return array(list);
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = NODES.objectNode();
      map.forEach((key, entry) -> object.set(key.toString(), node(entry)));
      return object;
    }
    return NODES.textNode(value.toString());
  }

  private static ArrayNode array(List<?> list) {
    ArrayNode array = NODES.arrayNode();
    list.forEach(each -> array.add(node(each)));
    return array;
  }

  private static String plain(BigDecimal money) {
    return money.signum() == 0 ? "0" : money.stripTrailingZeros().toPlainString();
  }
}
