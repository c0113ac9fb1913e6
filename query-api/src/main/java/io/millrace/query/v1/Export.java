// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.v1;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.MediaType;
import io.millrace.query.http.Answer;
import io.millrace.query.parameter.Kind;
import io.millrace.query.parameter.Parameter;
import io.millrace.sql.query.NamedQuery;
import io.millrace.sql.query.QueryReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The formats in which a list can be had. */
enum Export {
  JSON("application/json; charset=utf-8", ""),
  CSV("text/csv; charset=utf-8; header=present", ""),
  /** A JSON object a line. */
  JSONL("application/jsonl; charset=utf-8", ""),
  PARQUET("application/vnd.apache.parquet", "Parquet"),
  ARROW("application/vnd.apache.arrow.file", "Arrow");

  /** How a list is asked for in one of them. */
  static final Parameter FORMAT =
      Parameter.optional(
          Filters.FORMAT,
          Kind.oneOf(Arrays.stream(values()).map(Export::word).toList()),
          JSON.word());

  private final String type;
  private final String engineFormat;

  Export(String type, String engineFormat) {
    this.type = type;
    this.engineFormat = engineFormat;
  }

  static Export of(String word) {
    return word.isEmpty() ? JSON : valueOf(word.toUpperCase(Locale.ROOT));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether ClickHouse itself writes it, in its own types. */
  boolean byEngine() {
    return !engineFormat.isEmpty();
  }

  /** Rows as lines. */
  Answer of(String list, List<Map<String, Object>> rows) {
    String text =
        this == CSV
            ? Csv.of(rows)
            : rows.stream().map(row -> Json.row(row) + "\n").collect(Collectors.joining());
    return file(list, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What ClickHouse writes. */
  Answer of(
      String list,
      QueryReader tables,
      NamedQuery query,
      Map<String, Object> parameters,
      List<String> without)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tables.copy(query, parameters, without, engineFormat, out);
    return file(list, out.toByteArray());
  }

  private Answer file(String list, byte[] bytes) {
    return new Answer(MediaType.parse(type), HttpData.wrap(bytes), list + "." + word());
  }
}
