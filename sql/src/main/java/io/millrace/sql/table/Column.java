// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.table;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * One column of a physical table: its name, its type as ClickHouse writes it, and how its value is
 * taken from a row and written. The factories also make acceptable what ClickHouse would refuse or
 * wrap around: a value outside the type's range becomes the nearest one inside it.
 *
 * @param <R> the row
 */
record Column<R>(String name, String type, Cell<R> cell) {
  /** 1900-01-01T00:00:00Z, the least DateTime64; the greatest with nanoseconds is a long's own. */
  static final long MIN_UNIX_NANO = -2_208_988_800_000_000_000L;

  private static final long MAX_UINT32 = 0xFFFF_FFFFL;
  private static final int MAX_UINT16 = 0xFFFF;
  private static final String DATE_TIME_64 = "DateTime64(9, 'UTC')";
  private static final String DECIMAL = "Decimal(38, 12)";

  /** Writes one value of a row. */
  interface Cell<R> {
    void write(R row, RowBinaryBuffer out);
  }

  static <R> Column<R> string(String name, Function<R, String> value) {
    return new Column<>(name, "String", (row, out) -> out.writeString(value.apply(row)));
  }

  static <R> Column<R> lowCardinality(String name, Function<R, String> value) {
    return new Column<>(
        name, "LowCardinality(String)", (row, out) -> out.writeString(value.apply(row)));
  }

  static <R> Column<R> bytes(String name, Function<R, byte[]> value) {
    return new Column<>(name, "String", (row, out) -> out.writeBytes(value.apply(row)));
  }

  static <R> Column<R> bool(String name, Predicate<R> value) {
    return new Column<>(name, "Bool", (row, out) -> out.writeByte(value.test(row) ? 1 : 0));
  }

  static <R> Column<R> enum8(String name, Enum8 names, Function<R, String> value) {
    return new Column<>(
        name, names.type(), (row, out) -> out.writeByte(names.numberOf(value.apply(row))));
  }

  static <R> Column<R> uInt16(String name, ToIntFunction<R> value) {
    return new Column<>(
        name,
        "UInt16",
        (row, out) -> out.writeInt16(Math.max(0, Math.min(MAX_UINT16, value.applyAsInt(row)))));
  }

  static <R> Column<R> uInt16s(String name, Function<R, int[]> values) {
    return new Column<>(
        name,
        "Array(UInt16)",
        (row, out) -> {
          int[] array = values.apply(row);
          out.writeVarUInt(array.length);
          for (int value : array) {
            out.writeInt16(Math.max(0, Math.min(MAX_UINT16, value)));
          }
        });
  }

  static <R> Column<R> uInt32(String name, ToIntFunction<R> value) {
    return new Column<>(
        name, "UInt32", (row, out) -> out.writeInt32(Math.max(0, value.applyAsInt(row))));
  }

  static <R> Column<R> int32(String name, ToIntFunction<R> value) {
    return new Column<>(name, "Int32", (row, out) -> out.writeInt32(value.applyAsInt(row)));
  }

  static <R> Column<R> int64(String name, ToLongFunction<R> value) {
    return new Column<>(name, "Int64", (row, out) -> out.writeInt64(value.applyAsLong(row)));
  }

  /** All 64 bits are the value: a lane or version may use the sign bit. */
  static <R> Column<R> uInt64(String name, ToLongFunction<R> value) {
    return new Column<>(name, "UInt64", (row, out) -> out.writeInt64(value.applyAsLong(row)));
  }

  static <R> Column<R> nullableInt64(String name, Function<R, Long> value) {
    return nullable(name, "Int64", value, RowBinaryBuffer::writeInt64);
  }

  /** A DateTime, from whole seconds since the epoch. */
  static <R> Column<R> dateTime(String name, ToLongFunction<R> unixSeconds) {
    return new Column<>(
        name,
        "DateTime('UTC')",
        (row, out) ->
            out.writeInt32((int) Math.max(0, Math.min(MAX_UINT32, unixSeconds.applyAsLong(row)))));
  }

  static <R> Column<R> dateTime64(String name, ToLongFunction<R> unixNano) {
    return new Column<>(
        name, DATE_TIME_64, (row, out) -> writeDateTime64(out, unixNano.applyAsLong(row)));
  }

  static <R> Column<R> nullableDateTime64(String name, Function<R, Long> unixNano) {
    return nullable(name, DATE_TIME_64, unixNano, Column::writeDateTime64);
  }

  /** Money: a Decimal of scale 12 holds pico-dollars exactly. */
  static <R> Column<R> usd(String name, ToLongFunction<R> picoUsd) {
    return new Column<>(name, DECIMAL, (row, out) -> out.writeInt128(picoUsd.applyAsLong(row)));
  }

  static <R> Column<R> nullableUsd(String name, Function<R, Long> picoUsd) {
    return nullable(name, DECIMAL, picoUsd, RowBinaryBuffer::writeInt128);
  }

  static <R> Column<R> strings(String name, Function<R, List<String>> values) {
    return new Column<>(
        name,
        "Array(String)",
        (row, out) -> {
          List<String> list = values.apply(row);
          out.writeVarUInt(list.size());
          list.forEach(out::writeString);
        });
  }

  static <R> Column<R> stringMap(String name, Function<R, Map<String, String>> values) {
    return new Column<>(
        name,
        "Map(String, String)",
        (row, out) -> {
          Map<String, String> map = values.apply(row);
          out.writeVarUInt(map.size());
          map.forEach(
              (key, value) -> {
                out.writeString(key);
                out.writeString(value);
              });
        });
  }

  static <R> Column<R> histogram(String name, Function<R, Map<Integer, Long>> buckets) {
    return new Column<>(
        name,
        "Map(Int16, Int64)",
        (row, out) -> {
          Map<Integer, Long> map = buckets.apply(row);
          out.writeVarUInt(map.size());
          map.forEach(
              (bucket, count) -> {
                out.writeInt16(bucket);
                out.writeInt64(count);
              });
        });
  }

  /** An array of named tuples, whose elements are columns themselves. */
  static <R, E> Column<R> tuples(
      String name, List<Column<E>> elements, Function<R, List<E>> values) {
    List<String> types = elements.stream().map(e -> e.name() + " " + e.type()).toList();
    return new Column<>(
        name,
        "Array(Tuple(" + String.join(", ", types) + "))",
        (row, out) -> {
          List<E> list = values.apply(row);
          out.writeVarUInt(list.size());
          for (E value : list) {
            for (Column<E> element : elements) {
              element.cell().write(value, out);
            }
          }
        });
  }

  private interface LongWriter {
    void write(RowBinaryBuffer out, long value);
  }

  private static <R> Column<R> nullable(
      String name, String type, Function<R, Long> value, LongWriter writer) {
    return new Column<>(
        name,
        "Nullable(" + type + ")",
        (row, out) -> {
          Long present = value.apply(row);
          out.writeByte(present == null ? 1 : 0);
          if (present != null) {
            writer.write(out, present);
          }
        });
  }

  private static void writeDateTime64(RowBinaryBuffer out, long unixNano) {
    out.writeInt64(Math.max(MIN_UNIX_NANO, unixNano));
  }
}
