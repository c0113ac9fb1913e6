// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import io.millrace.quickstart.engine.chdb.EngineException;
import io.millrace.quickstart.engine.http.ErrorStatus;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which settings a request may set, and the {@code SET} statement that does it. */
final class RequestSettings {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,127}");

  /** Limits of a reader: their value without a wish, and the most that a wish may reach. */
  private static final Map<String, BigDecimal> READER_LIMITS =
      Map.of(
          "max_execution_time", new BigDecimal(60),
          "max_result_bytes", new BigDecimal(1L << 30));

  /** What a reader may set besides its limits: how an answer looks, and tighter bounds. */
  private static final Set<String> READER_MAY_SET =
      Set.of(
          "async_insert",
          "cast_keep_nullable",
          "date_time_input_format",
          "date_time_output_format",
          "extremes",
          "format_csv_delimiter",
          "format_tsv_null_representation",
          "format_csv_null_representation",
          "insert_deduplicate",
          "join_use_nulls",
          "limit",
          "log_comment",
          "max_block_size",
          "max_result_rows",
          "max_rows_to_read",
          "max_bytes_to_read",
          "max_threads",
          "offset",
          "prefer_column_name_to_alias",
          "result_overflow_mode",
          "session_timezone");

  /** By prefix, for {@code output_format_schema} among their siblings names a file to write. */
  private static final List<String> READER_MAY_SET_PREFIXES =
      List.of(
          "output_format_arrow_",
          "output_format_binary_",
          "output_format_csv_",
          "output_format_decimal_",
          "output_format_json_",
          "output_format_native_",
          "output_format_parquet_",
          "output_format_pretty_",
          "output_format_tsv_",
          "output_format_write_statistics");

  private RequestSettings() {}

  /**
   * The {@code SET} statement of a request; empty when there is nothing to set.
   *
   * @throws EngineException when a reader asks for what it may not set
   */
  static String statement(QueryRequest request, Account account, long readerMemoryBytes)
      throws EngineException {
    Map<String, String> settings = new LinkedHashMap<>(request.settings());
    if (account == Account.READER) {
      settings = ofReader(settings, readerMemoryBytes);
    } else if (request.get()) {
      // As ClickHouse itself: a GET changes nothing, but may set what it likes.
      settings.putIfAbsent("readonly", "2");
    }
    for (String name : settings.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw EngineException.of(
            ErrorStatus.BAD_ARGUMENTS, "BAD_ARGUMENTS", "not the name of a setting in the URL");
      }
    }
    return settings.isEmpty() ? "" : set(settings);
  }

  private static Map<String, String> ofReader(Map<String, String> wishes, long memoryBytes)
      throws EngineException {
    Map<String, String> settings = new LinkedHashMap<>();
    READER_LIMITS.forEach((name, limit) -> settings.put(name, limit.toPlainString()));
    settings.put("max_memory_usage", Long.toString(memoryBytes));
    for (Map.Entry<String, String> wish : wishes.entrySet()) {
      String name = wish.getKey();
      if (READER_LIMITS.containsKey(name)) {
        settings.put(name, bounded(name, wish.getValue(), READER_LIMITS.get(name)));
      } else if (name.equals("max_memory_usage")) {
        settings.put(name, bounded(name, wish.getValue(), BigDecimal.valueOf(memoryBytes)));
      } else if (READER_MAY_SET.contains(name)
          || READER_MAY_SET_PREFIXES.stream().anyMatch(name::startsWith)) {
        settings.put(name, wish.getValue());
      } else if (!name.equals("readonly")) {
        throw EngineException.of(
            ErrorStatus.READONLY,
            "READONLY",
            "Cannot modify '" + name + "' setting in readonly mode");
      }
    }
    settings.put("timeout_overflow_mode", "throw");
    // Last in the statement, for nothing can be set after it.
    settings.put("readonly", "1");
    return settings;
  }

  /** A wish up to its limit; 0 means no limit to the engine, so it means the limit here. */
  private static String bounded(String name, String wish, BigDecimal limit) throws EngineException {
    try {
      BigDecimal value = new BigDecimal(wish);
      return value.signum() <= 0 || value.compareTo(limit) > 0
          ? limit.toPlainString()
          : value.toPlainString();
    } catch (NumberFormatException e) {
      throw EngineException.of(
          ErrorStatus.BAD_ARGUMENTS, "BAD_ARGUMENTS", "setting " + name + " is not a number");
    }
  }

  private static String set(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(s -> s.getKey() + " = '" + escape(s.getValue()) + "'")
        .collect(Collectors.joining(", ", "SET ", ""));
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("'", "\\'");
  }
}
