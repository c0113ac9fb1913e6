// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.engine.block.CompressedBlockInputStream;
import io.millrace.quickstart.engine.block.CompressedBlockOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ClickHouse's HTTP interface in front of the engine, seen by plain HTTP. */
class HttpInterfaceIT {

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  /** Some megabytes, most of which the engine takes from where they came in. */
  private static final int MANY_ROWS = 400_000;

  @BeforeEach
  void makeTable() throws Exception {
    ENGINE.write("DROP TABLE IF EXISTS millrace.t");
    ENGINE.write("CREATE TABLE millrace.t (a UInt64, b String) ENGINE = MergeTree ORDER BY a");
  }

  @Test
  void ping_needsNoPassword() throws Exception {
    HttpRequest ping = HttpRequest.newBuilder(ENGINE.engine().url().resolve("/ping")).build();

    assertThat(ENGINE.send(ping).body()).isEqualTo("Ok.\n");
  }

  @ParameterizedTest
  @CsvSource({"writer, wrong, 403, 516", "default, '', 403, 516", ", , 401, 194"})
  void wrongPassword_isRefused(String user, String password, int status, String code)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(ENGINE.engine().url());
    if (user != null) {
      request.header("X-ClickHouse-User", user).header("X-ClickHouse-Key", password);
    }

    HttpResponse<String> response =
        ENGINE.send(request.POST(BodyPublishers.ofString("SELECT 1")).build());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("X-ClickHouse-Exception-Code")).contains(code);
  }

  /** Runs for a minute, the most that a reader may, unless it is ended. */
  private static final String ENDLESS =
      "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1";

  @Test
  void readerWhoLeaves_endsHisQuery() throws Exception {
    try (Socket reader =
        new Socket(InetAddress.getLoopbackAddress(), ENGINE.engine().url().getPort())) {
      String head =
          "POST /?query_id=left HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(ENGINE.basic("reader"), ENDLESS.length());
      reader.getOutputStream().write((head + ENDLESS).getBytes(US_ASCII));
      await().atMost(Duration.ofSeconds(20)).until(() -> endlessQueries().equals("1"));
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> endlessQueries().equals("0"));
  }

  @Test
  void reader_mayEndAQueryByItsId() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ENGINE.post("reader", "query_id=unwanted", ENDLESS);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().atMost(Duration.ofSeconds(20)).until(() -> endlessQueries().equals("1"));

    HttpResponse<String> kill =
        ENGINE.post("reader", "", "KILL QUERY WHERE query_id = 'unwanted' ASYNC");

    assertThat(kill.statusCode()).isEqualTo(200);
    assertThat(answer.get(20, TimeUnit.SECONDS).body()).contains("QUERY_WAS_CANCELLED");
  }

  private static String endlessQueries() throws Exception {
    return ENGINE.write(
        "SELECT count() FROM system.processes WHERE query LIKE '%numbers(1000000000000)%'"
            + " AND query NOT LIKE '%processes%'");
  }

  @Test
  void passwordInTheUrl_isTaken() throws Exception {
    String login = EngineExtension.url("user", "writer", "password", ENGINE.writerPassword());
    HttpRequest request =
        HttpRequest.newBuilder(ENGINE.engine().url().resolve("/?query=SELECT+1&" + login)).build();

    assertThat(ENGINE.send(request).body()).isEqualTo("1\n");
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT nope, 404, 47",
    "SELEC 1, 400, 62",
    "SELECT * FROM nope, 404, 60",
    "SELECT 1; SELECT 2, 400, 62",
    "SELECT throwIf(1), 500, 395",
    "SELECT 1 INTO OUTFILE 'x', 403, 497",
    "INSERT INTO nope FORMAT TSV, 404, 60",
  })
  void error_hasItsStatusAndCode(String sql, int status, String code) throws Exception {
    HttpResponse<String> response = ENGINE.post("writer", "", sql);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("X-ClickHouse-Exception-Code")).contains(code);
    assertThat(response.body()).startsWith("Code: " + code + ". DB::Exception: ");
  }

  @Test
  void get_changesNothing() throws Exception {
    String drop = EngineExtension.url("query", "DROP TABLE t");

    assertThat(ENGINE.send(ENGINE.request("writer", drop).GET().build()).body())
        .contains("READONLY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TSVWithNames",
        "CSVWithNamesAndTypes",
        "JSONEachRow",
        "JSONCompactEachRowWithNames"
      })
  void streamedResult_isTheWholeOneByteForByte(String format) throws Exception {
    String sql = "SELECT number AS n, toString(number) AS s FROM numbers(500000) FORMAT " + format;

    String streamed = ENGINE.post("writer", "", sql).body();
    String whole = ENGINE.post("writer", "wait_end_of_query=1", sql).body();

    assertThat(streamed).isEqualTo(whole).hasLineCount(streamed.split("\n").length);
    assertThat(streamed).contains("499999");
  }

  @Test
  void emptyResult_keepsItsHeader() throws Exception {
    assertThat(ENGINE.write("SELECT 1 AS a WHERE 0 FORMAT TSVWithNames")).isEqualTo("a");
  }

  @Test
  void errorOnTheWay_breaksTheAnswerOff() {
    assertThatThrownBy(
            () ->
                ENGINE.post(
                    "writer",
                    "",
                    "SELECT number, throwIf(number = 3000000) FROM numbers(10000000)"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void earlyError_hasItsStatusThoughRowsCameBefore() throws Exception {
    String sql = "SELECT throwIf(number = 100000) FROM numbers(1000000)";

    assertThat(ENGINE.post("writer", "", sql).statusCode()).isEqualTo(500);
  }

  @Test
  void compressedAnswer_isNativeBlocks() throws Exception {
    HttpRequest request =
        ENGINE
            .request("writer", "compress=1")
            .POST(BodyPublishers.ofString("SELECT number FROM numbers(400000)"))
            .build();

    byte[] blocks = ENGINE.sendForBytes(request).body();
    byte[] rows = new CompressedBlockInputStream(new ByteArrayInputStream(blocks)).readAllBytes();

    assertThat(new String(rows, US_ASCII).lines()).hasSize(400_000).endsWith("399999");
  }

  @Test
  void gzipAnswer_isGivenWhereAskedFor() throws Exception {
    HttpRequest request =
        ENGINE
            .request("writer", "enable_http_compression=1")
            .header("Accept-Encoding", "gzip")
            .POST(BodyPublishers.ofString("SELECT 42"))
            .build();

    byte[] packed = ENGINE.sendForBytes(request).body();

    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed))).hasContent("42");
  }

  @Test
  void insert_takesEveryShapeOfBody() throws Exception {
    String insertTsv = EngineExtension.url("query", "INSERT INTO t FORMAT TSV");
    ENGINE.post("writer", "", "INSERT INTO t VALUES (1, 'FORMAT x'), (2, '\\'')");
    ENGINE.post("writer", "", "INSERT INTO t (b, a) FORMAT CSV\nx,3\ny,4");
    ENGINE.post("writer", insertTsv, "5\tz\n");
    ENGINE.send(
        ENGINE
            .request("writer", insertTsv + "&decompress=1")
            .POST(BodyPublishers.ofByteArray(nativeBlocks("6\tz\n")))
            .build());
    ENGINE.send(
        ENGINE
            .request("writer", "decompress=1")
            .POST(BodyPublishers.ofByteArray(nativeBlocks("INSERT INTO t FORMAT TSV\n7\tz\n")))
            .build());
    ENGINE.send(
        ENGINE
            .request("writer", insertTsv)
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(gzip("8\tz\n")))
            .build());
    ENGINE.post("writer", "", "INSERT INTO t SELECT 9, 'z'");
    ENGINE.post("writer", "param_v=10", "INSERT INTO t SELECT {v:UInt64}, 'z'");

    assertThat(ENGINE.column("SELECT a FROM millrace.t ORDER BY a"))
        .isEqualTo(IntStream.rangeClosed(1, 10).mapToObj(Integer::toString).toList());
  }

  @Test
  void insertOfMegabytes_isTakenWhole() throws Exception {
    byte[] rows =
        IntStream.range(0, MANY_ROWS)
            .mapToObj(i -> i + "\t" + 7919L * i + "\n")
            .collect(Collectors.joining())
            .getBytes(US_ASCII);
    assertThat(rows).hasSizeGreaterThan(4 << 20);
    String insertTsv = EngineExtension.url("query", "INSERT INTO t FORMAT TSV");

    for (BodyPublisher body :
        List.of(
            BodyPublishers.ofByteArray(rows),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(rows)))) {
      ENGINE.write("TRUNCATE TABLE millrace.t");
      ENGINE.send(ENGINE.request("writer", insertTsv).POST(body).build());
      assertThat(
              ENGINE.write("SELECT uniqExact(a), countIf(b = toString(7919 * a)) FROM millrace.t"))
          .isEqualTo(MANY_ROWS + "\t" + MANY_ROWS);
    }
  }

  @Test
  void insert_sayWhatItWrote() throws Exception {
    HttpResponse<String> response =
        ENGINE.post(
            "writer",
            "async_insert=0&insert_deduplicate=0",
            "INSERT INTO t VALUES (1, ''), (2, '')");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-ClickHouse-Summary").orElseThrow())
        .contains("\"written_rows\":\"2\"");
  }

  @Test
  void insertCutShort_isNotCommitted() throws Exception {
    // Both cuts lie between two rows: nothing in the data itself tells that it is not whole.
    String rows =
        IntStream.range(0, MANY_ROWS).mapToObj(i -> i + "\tx\n").collect(Collectors.joining());
    cut("Content-Length: " + (rows.length() + 4) + "\r\n\r\n" + rows);
    cut(
        "Transfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(rows.length())
            + "\r\n"
            + rows
            + "\r\n");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                ENGINE
                    .write("SELECT count() FROM system.processes WHERE query LIKE 'INSERT INTO t%'")
                    .equals("0"));
    ENGINE.write("INSERT INTO millrace.t VALUES (1, 'whole')");

    assertThat(ENGINE.column("SELECT b FROM millrace.t")).containsExactly("whole");
  }

  /** Sends a part of an INSERT, ends the sending side, and waits until the connection is closed. */
  private static void cut(String headersAndBody) throws IOException {
    String url = "/?database=millrace&query=" + EngineExtension.encode("INSERT INTO t FORMAT TSV");
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), ENGINE.engine().url().getPort())) {
      String head =
          "POST "
              + url
              + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
              + ENGINE.basic("writer")
              + "\r\n";
      socket.getOutputStream().write((head + headersAndBody).getBytes(US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).doesNotContain("200 OK");
    }
  }

  @Test
  void session_keepsTemporaryTables() throws Exception {
    ENGINE.post("writer", "session_id=s", "CREATE TEMPORARY TABLE tmp (a Int8)");

    assertThat(ENGINE.post("writer", "session_id=s", "SELECT count() FROM tmp").body())
        .isEqualTo("0\n");
    assertThat(ENGINE.post("writer", "", "SELECT count() FROM tmp").statusCode()).isEqualTo(404);
    assertThat(ENGINE.post("writer", "session_id=new&session_check=1", "SELECT 1").body())
        .contains("SESSION_NOT_FOUND");
  }

  @Test
  void oneConnection_carriesManyRequests() throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), ENGINE.engine().url().getPort())) {
      String head = " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ENGINE.basic("writer") + "\r\n";
      String good = "POST /" + head + "Content-Length: 8\r\n\r\nSELECT 1";
      String bad = "POST /" + head + "Content-Length: 8\r\n\r\nSELECT x";
      String last = "GET /?query=SELECT+2" + head + "Connection: close\r\n\r\n";
      socket.getOutputStream().write((good + bad + good + last).getBytes(US_ASCII));

      String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answers.split("HTTP/1.1 ")).hasSize(5);
      assertThat(answers).endsWith("2\n");
    }
  }

  private static byte[] nativeBlocks(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new CompressedBlockOutputStream(bytes)) {
      out.write(text.getBytes(US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(US_ASCII));
    }
    return bytes.toByteArray();
  }
}
