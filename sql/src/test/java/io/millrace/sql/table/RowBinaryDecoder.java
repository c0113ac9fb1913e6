// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads RowBinary by the types of the columns: the other side of the encoder, written apart from it
 * after ClickHouse's description of the format. Numbers come as their widths, enums as numbers,
 * strings as text.
 */
public final class RowBinaryDecoder {
  private static final int INT128_BYTES = 16;

  private final ByteBuffer in;
  private final Charset charset;

  RowBinaryDecoder(byte[] bytes) {
    this(bytes, StandardCharsets.UTF_8);
  }

  /**
   * @param charset of strings; ISO 8859-1 keeps those that are bytes
   */
  public RowBinaryDecoder(byte[] bytes, Charset charset) {
    this.charset = charset;
    in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean atEnd() {
    return !in.hasRemaining();
  }

  /** One row of the table, by column name. */
  public Map<String, Object> row(Table table) {
    Map<String, Object> values = new LinkedHashMap<>();
    table.columns().forEach(column -> values.put(column.getKey(), value(column.getValue())));
    return values;
  }

  private Object value(String type) {
    int bracket = type.indexOf('(');
    String name = bracket < 0 ? type : type.substring(0, bracket);
    List<String> arguments = bracket < 0 ? List.of() : argumentsOf(type, bracket);
    return switch (name) {
      case "String" -> string();
      case "LowCardinality" -> value(arguments.get(0));
      case "Bool" -> in.get() != 0;
      case "Enum8" -> (int) in.get();
      case "Int16" -> in.getShort();
      case "UInt16" -> in.getShort() & 0xFFFF;
      case "Int32" -> in.getInt();
      case "UInt32", "DateTime" -> in.getInt() & 0xFFFF_FFFFL;
      case "Int64", "UInt64", "DateTime64" -> in.getLong();
      case "Decimal" -> decimal(Integer.parseInt(arguments.get(1)));
      case "Nullable" -> in.get() == 1 ? null : value(arguments.get(0));
      case "Array" -> array(arguments.get(0));
      case "Map" -> map(arguments.get(0), arguments.get(1));
      case "Tuple" -> tuple(arguments);
      default -> throw new IllegalArgumentException("no such type: " + type);
    };
  }

  private String string() {
    byte[] bytes = new byte[length()];
    in.get(bytes);
    return new String(bytes, charset);
  }

  private int length() {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      length |= (next & 0x7F) << shift;
      if (next >= 0) {
        return length;
      }
    }
  }

  private BigDecimal decimal(int scale) {
    byte[] bigEndian = new byte[INT128_BYTES];
    for (int i = INT128_BYTES - 1; i >= 0; i--) {
      bigEndian[i] = in.get();
    }
    return new BigDecimal(new BigInteger(bigEndian), scale);
  }

  private List<Object> array(String type) {
    List<Object> values = new ArrayList<>();
    for (int rest = length(); rest > 0; rest--) {
      values.add(value(type));
    }
    return values;
  }

  private Map<Object, Object> map(String keyType, String valueType) {
    Map<Object, Object> values = new LinkedHashMap<>();
    for (int rest = length(); rest > 0; rest--) {
      values.put(value(keyType), value(valueType));
    }
    return values;
  }

  /** Elements are written {@code name Type}. */
  private Map<String, Object> tuple(List<String> elements) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String element : elements) {
      int space = element.indexOf(' ');
      values.put(element.substring(0, space), value(element.substring(space + 1)));
    }
    return values;
  }

  /** What stands between the brackets, cut at the commas of the outermost level. */
  private static List<String> argumentsOf(String type, int bracket) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int start = bracket + 1;
    for (int i = start; i < type.length(); i++) {
      char c = type.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if ((c == ',' && depth == 0) || c == ')') {
        arguments.add(type.substring(start, i).strip());
        start = i + 1;
      }
    }
    return arguments;
  }
}
