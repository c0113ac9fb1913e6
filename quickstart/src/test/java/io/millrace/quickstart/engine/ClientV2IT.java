// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client against the engine, as it stands. */
// The client declares close() throws Exception; a test lets it through.
@SuppressWarnings("try")
class ClientV2IT {

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  private static final int DEADLINE_SECONDS = 60;

  @BeforeEach
  void makeTable() throws Exception {
    ENGINE.write("DROP TABLE IF EXISTS millrace.t");
    ENGINE.write(
        "CREATE TABLE millrace.t (a UInt64, b String, m Map(String, Int64)) ENGINE = MergeTree"
            + " ORDER BY a");
  }

  private static Client.Builder client(String user) {
    return new Client.Builder()
        .addEndpoint(ENGINE.engine().url().toString())
        .setUsername(user)
        .setPassword(user.equals("reader") ? ENGINE.readerPassword() : ENGINE.writerPassword())
        .setDefaultDatabase("millrace");
  }

  @ParameterizedTest
  @CsvSource({"false, false, false", "true, true, false", "true, true, true"})
  void client_insertsAndReadsRowBinary(
      boolean compressRequest, boolean compressResponse, boolean httpCompression) throws Exception {
    try (Client client =
        client("writer")
            .compressClientRequest(compressRequest)
            .compressServerResponse(compressResponse)
            .useHttpCompression(httpCompression)
            .build()) {
      InsertSettings settings =
          new InsertSettings()
              .serverSetting("async_insert", "0")
              .serverSetting("insert_deduplicate", "0");
      ByteArrayInputStream rows = new ByteArrayInputStream(rowBinary(20_000));
      try (InsertResponse inserted =
          client
              .insert("t", rows, ClickHouseFormat.RowBinary, settings)
              .get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        assertThat(inserted.getWrittenRows()).isEqualTo(20_000);
      }

      long sum = 0;
      try (QueryResponse response =
              client
                  .query("SELECT a, b, m FROM t ORDER BY a")
                  .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
          ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
        while (reader.next() != null) {
          sum += reader.getLong("a");
          assertThat(reader.getString("b")).isEqualTo("é" + reader.getLong("a"));
        }
      }
      assertThat(sum).isEqualTo(20_000L * 19_999 / 2);
    }
  }

  /** Rows of (a, "é" + a, {}) with a from 0. */
  private static byte[] rowBinary(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int a = 0; a < count; a++) {
      byte[] b = ("é" + a).getBytes(UTF_8);
      ByteBuffer row = ByteBuffer.allocate(Long.BYTES + 2 + b.length);
      row.order(ByteOrder.LITTLE_ENDIAN).putLong(a).put((byte) b.length).put(b).put((byte) 0);
      out.writeBytes(row.array());
    }
    return out.toByteArray();
  }

  @Test
  void client_bindsParameters() throws Exception {
    try (Client client = client("writer").build()) {
      List<GenericRecord> rows =
          client.queryAll(
              "SELECT {n:UInt64} AS n, {s:String} AS s, {l:Array(String)} AS l",
              Map.of("n", 7, "s", "it's\ta\\b\nc", "l", List.of("x", "y'z")));

      assertThat(rows).hasSize(1);
      assertThat(rows.get(0).getLong("n")).isEqualTo(7);
      assertThat(rows.get(0).getString("s")).isEqualTo("it's\ta\\b\nc");
      assertThat(rows.get(0).getList("l")).isEqualTo(List.of("x", "y'z"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ClickHouseFormat.class,
      names = {
        "JSON",
        "JSONEachRow",
        "TSV",
        "CSVWithNames",
        "RowBinaryWithNamesAndTypes",
        "Parquet",
        "Native"
      })
  void client_readsEveryFormat(ClickHouseFormat format) throws Exception {
    QuerySettings settings = new QuerySettings().setFormat(format);
    try (Client client = client("reader").build();
        QueryResponse response =
            client
                .query("SELECT number AS n FROM numbers(3)", settings)
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      assertThat(response.getFormat()).isEqualTo(format);
      assertThat(response.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  @Test
  void client_seesTheErrorCode() {
    try (Client client = client("writer").build()) {
      assertThatThrownBy(() -> client.queryAll("SELECT * FROM nope"))
          .hasStackTraceContaining("UNKNOWN_TABLE")
          .satisfies(e -> assertThat(serverCode(e)).isEqualTo(60));
    }
  }

  private static int serverCode(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ServerException server) {
        return server.getCode();
      }
    }
    throw new AssertionError("no error of the server", thrown);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void client_seesAnErrorOnTheWayThroughAResult(boolean compressed) {
    try (Client client = client("writer").compressServerResponse(compressed).build()) {
      assertThatThrownBy(
          () -> {
            try (QueryResponse response =
                client
                    .query("SELECT number, throwIf(number = 9000000) FROM numbers(20000000)")
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
              byte[] buffer = new byte[1 << 20];
              int read = 0;
              while (read >= 0) {
                read = response.getInputStream().read(buffer);
              }
            }
          });
    }
  }
}
