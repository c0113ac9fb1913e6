// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.quickstart.engine.block.CompressedBlockInputStream;
import io.millrace.quickstart.engine.block.CompressedBlockOutputStream;
import io.millrace.quickstart.engine.block.ContentCoding;
import io.millrace.quickstart.engine.chdb.EngineConnection;
import io.millrace.quickstart.engine.chdb.EngineException;
import io.millrace.quickstart.engine.chdb.InsertStream;
import io.millrace.quickstart.engine.chdb.QueryResult;
import io.millrace.quickstart.engine.chdb.QueryStatistics;
import io.millrace.quickstart.engine.chdb.ResultStream;
import io.millrace.quickstart.engine.chdb.StatementClass;
import io.millrace.quickstart.engine.http.ErrorStatus;
import io.millrace.quickstart.engine.http.Exchange;
import io.millrace.quickstart.engine.http.RequestBody;
import io.millrace.sql.statement.ReaderRules;
import io.millrace.sql.statement.Statement;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the one statement of a request on a connection that has its settings and database. */
final class StatementRunner {

  /** How much of a body may stand before the data of an INSERT, in bytes. */
  private static final int MAX_HEAD_BYTES = 1 << 20;

  private static final int MAX_STATEMENT_BYTES = 64 << 20;
  private static final int APPEND_BYTES = 256 * 1024;
  private static final int MAX_ROW_HEADER_BYTES = 4 << 20;
  private static final Set<String> STREAMED = Set.of("SELECT", "WITH");

  /** Statements that need no room on the disk, or make some. */
  private static final Set<String> ON_ANY_DISK =
      Set.of("DROP", "TRUNCATE", "SYSTEM", "KILL", "SET", "USE");

  private final QueryRequest request;
  private final Account account;
  private final Exchange exchange;
  private final EngineConnection connection;
  private final Cancellation cancellation;
  private final StatementGuard guard;

  StatementRunner(
      QueryRequest request,
      Account account,
      Exchange exchange,
      EngineConnection connection,
      Cancellation cancellation,
      StatementGuard guard) {
    this.request = request;
    this.account = account;
    this.exchange = exchange;
    this.connection = connection;
    this.cancellation = cancellation;
    this.guard = guard;
  }

  /**
   * Runs it and writes the answer, all but its end.
   *
   * @return whether the connection is sure to be as it was before
   * @throws IOException when the client has gone, or its body is not whole
   */
  boolean run() throws EngineException, IOException {
    InputStream body = body();
    byte[] query = request.query().getBytes(UTF_8);
    byte[] start = body.readNBytes(MAX_HEAD_BYTES);
    byte[] text = query.length == 0 ? start : concat(query, start);
    Statement statement = Statement.parse(query.length > 0 ? query : text, insertFormat());
    if (statement instanceof Statement.Insert insert) {
      insert(insert, text, body);
      return leavesNothing(insert);
    }
    byte[] rest = body.readNBytes(MAX_STATEMENT_BYTES);
    if (rest.length == MAX_STATEMENT_BYTES) {
      throw EngineException.of(
          ErrorStatus.QUERY_IS_TOO_LARGE,
          "QUERY_IS_TOO_LARGE",
          "a statement may have " + MAX_STATEMENT_BYTES + " bytes");
    }
    byte[] whole = concat(text, rest);
    Statement full = Statement.parse(whole, insertFormat());
    Optional<String> unwanted = Cancellation.asked(new String(whole, UTF_8));
    if (account == Account.READER && unwanted.isPresent()) {
      cancellation.cancel(unwanted.get());
      exchange.response().close();
    } else if (full instanceof Statement.Other other) {
      query(new String(whole, UTF_8), other);
    }
    return false;
  }

  private String insertFormat() {
    String format = request.defaultFormat();
    return request.options().containsKey("default_format")
            || request.headers().contains("X-ClickHouse-Format")
        ? format
        : "Values";
  }

  private InputStream body() throws IOException, EngineException {
    InputStream body = exchange.body();
    String coding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    if (!coding.equals("identity")) {
      Optional<ContentCoding> known = ContentCoding.of(coding);
      if (known.isEmpty()) {
        throw EngineException.of(
            ErrorStatus.UNKNOWN_COMPRESSION_METHOD,
            "UNKNOWN_COMPRESSION_METHOD",
            "Unknown compression method in Content-Encoding");
      }
      body = known.get().decode(body);
    }
    return request.isOn("decompress") ? new CompressedBlockInputStream(body) : body;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  // ---- INSERT

  /** Settings and values that a statement brings along are not trusted to go with it. */
  private boolean leavesNothing(Statement.Insert insert) {
    return request.parameters().isEmpty()
        && !insert.head().toUpperCase(Locale.ROOT).contains("SETTINGS");
  }

  private void insert(Statement.Insert insert, byte[] text, InputStream body)
      throws EngineException, IOException {
    if (account == Account.READER) {
      throw readOnly();
    }
    long before = guard.beforeWrite();
    try (InsertStream stream =
        connection.insert(insert.head(), insert.format(), request.parameters())) {
      byte[] first = Arrays.copyOfRange(text, insert.dataOffset(), text.length);
      stream.append(first, first.length);
      if (body instanceof RequestBody plain) {
        append(plain, stream);
      } else {
        appendDecoded(body, stream);
      }
      // Reached only when the body came to the end that HTTP announced: else reading threw.
      summary(stream.commit());
    }
    guard.afterWrite(before);
    exchange.response().close();
  }

  /**
   * From the network's buffers to the engine without a copy in the heap, of which JNA makes two.
   */
  private static void append(RequestBody body, InsertStream stream)
      throws EngineException, IOException {
    ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(APPEND_BYTES, APPEND_BYTES);
    try {
      for (body.readInto(piece); piece.isReadable(); body.readInto(piece.clear())) {
        stream.append(piece.nioBuffer());
      }
    } finally {
      piece.release();
    }
  }

  private static void appendDecoded(InputStream body, InsertStream stream)
      throws EngineException, IOException {
    byte[] piece = new byte[APPEND_BYTES];
    for (int n = body.readNBytes(piece, 0, piece.length);
        n > 0;
        n = body.readNBytes(piece, 0, piece.length)) {
      stream.append(piece, n);
    }
  }

  // ---- everything else

  private void query(String sql, Statement.Other statement) throws EngineException, IOException {
    StatementClass kind = check(sql, statement);
    String format = statement.format().orElse(request.defaultFormat());
    exchange.response().headers().set("X-ClickHouse-Format", format);
    exchange.response().headers().set(HttpHeaderNames.CONTENT_TYPE, ContentTypes.of(format));
    Optional<RowFormat> rows = RowFormat.of(format);
    if (rows.isPresent() && kind.readOnly() && isStreamed(statement)) {
      stream(sql, format, rows.get());
    } else if (kind.readOnly() || ON_ANY_DISK.contains(statement.keyword())) {
      materialise(sql, format);
    } else {
      write(sql, format);
    }
  }

  private boolean isStreamed(Statement.Other statement) {
    return STREAMED.contains(statement.keyword())
        && !statement.totals()
        && !request.isOn("wait_end_of_query")
        && !request.settings().containsKey("extremes")
        && !request.settings().containsKey("output_format_json_array_of_rows");
  }

  private StatementClass check(String sql, Statement.Other statement) throws EngineException {
    if (statement.intoOutfile()) {
      throw EngineException.of(
          ErrorStatus.ACCESS_DENIED, "ACCESS_DENIED", "INTO OUTFILE is not for this interface");
    }
    StatementClass kind = connection.classify(sql);
    if (kind.statements() > 1) {
      throw EngineException.of(
          ErrorStatus.SYNTAX_ERROR, "SYNTAX_ERROR", "Multi-statements are not allowed");
    }
    if (account == Account.READER) {
      checkReader(sql, kind);
    }
    return kind;
  }

  private void checkReader(String sql, StatementClass kind) throws EngineException {
    Optional<String> refused =
        ReaderRules.refusedName(sql, request.database().orElse(""))
            .or(() -> ReaderRules.refusedParameter(sql, request.parameters()));
    if (refused.isPresent()) {
      throw EngineException.of(
          ErrorStatus.ACCESS_DENIED,
          "ACCESS_DENIED",
          "a reader may not use the name '" + refused.get() + "'");
    }
    if (kind.statements() == 0) {
      // Does not parse. The engine's own words for it, without the risk of running it.
      connection
          .query("SELECT formatQuery({sql:String})", "Null", Map.of("sql", escaped(sql)))
          .close();
    }
    if (!kind.readOnly()) {
      throw readOnly();
    }
  }

  /** As ClickHouse writes a text in TSV, which is how it reads parameters. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static EngineException readOnly() {
    return EngineException.of(
        ErrorStatus.READONLY, "READONLY", "reader: Cannot execute query in readonly mode");
  }

  private void stream(String sql, String format, RowFormat rows)
      throws EngineException, IOException {
    try (ResultStream stream = connection.stream(sql, format, request.parameters())) {
      OutputStream out = answer();
      long headerLength = writeFirst(stream, rows, out);
      boolean more = true;
      while (more) {
        try (QueryResult piece = stream.next()) {
          more = piece.length() > 0;
          piece.writeTo(out, headerLength);
        }
      }
      out.close();
    }
  }

  /** Writes the first piece whole; what it starts with, all others repeat. */
  private static long writeFirst(ResultStream stream, RowFormat rows, OutputStream out)
      throws EngineException, IOException {
    try (QueryResult piece = stream.next()) {
      piece.writeTo(out, 0);
      return rows.header() == RowFormat.Header.NONE || piece.length() == 0
          ? 0
          : rows.headerLength(piece.bytes(0, MAX_ROW_HEADER_BYTES));
    }
  }

  private void write(String sql, String format) throws EngineException, IOException {
    long before = guard.beforeWrite();
    try (QueryResult result = connection.query(sql, format, request.parameters())) {
      guard.afterWrite(before);
      answer(result);
    }
  }

  private void materialise(String sql, String format) throws EngineException, IOException {
    try (QueryResult result = connection.query(sql, format, request.parameters())) {
      answer(result);
    }
  }

  private void answer(QueryResult result) throws IOException {
    summary(result.statistics());
    OutputStream out = answer();
    result.writeTo(out, 0);
    out.close();
  }

  /** The stream of the answer; closing it says that all is written, so only success closes it. */
  private OutputStream answer() throws IOException {
    if (request.isOn("compress")) {
      return new CompressedBlockOutputStream(exchange.response());
    }
    Optional<ContentCoding> coding = request.answerCoding();
    if (coding.isEmpty()) {
      return exchange.response();
    }
    exchange.response().headers().set(HttpHeaderNames.CONTENT_ENCODING, coding.get().token());
    return coding.get().encode(exchange.response());
  }

  private void summary(QueryStatistics s) {
    exchange
        .response()
        .headers()
        .set(
            "X-ClickHouse-Summary",
            String.format(
                "{\"read_rows\":\"%d\",\"read_bytes\":\"%d\",\"written_rows\":\"%d\","
                    + "\"written_bytes\":\"%d\",\"result_rows\":\"%d\"}",
                s.readRows(), s.readBytes(), s.writtenRows(), s.writtenBytes(), s.resultRows()));
  }
}
