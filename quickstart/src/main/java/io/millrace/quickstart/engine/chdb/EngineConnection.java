// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One connection to the engine in this process: its own settings, database and temporary tables.
 * One statement at a time. The first one starts the engine and stays open as long as the process
 * lives; a further one costs about 0.2 ms.
 */
public final class EngineConnection implements AutoCloseable {

  private static final int WORD_BYTES = 8;
  private static final int ANALYSIS_BYTES = 16;
  private static final int READ_ONLY = 0;

  /** {@code chdb_connection *}, what closes it. */
  private final Pointer owner;

  private final Pointer handle;

  private EngineConnection(Pointer owner) {
    this.owner = owner;
    this.handle = owner.getPointer(0);
  }

  /**
   * Loads libchdb into this process.
   *
   * @throws UnsatisfiedLinkError when it cannot be loaded on this machine
   */
  public static String load(Path library) {
    Libchdb.load(library);
    return Libchdb.chdb_version();
  }

  /**
   * Opens a connection.
   *
   * @param arguments as of {@code clickhouse local}: {@code --path=...}, {@code --max_threads=4}
   * @throws EngineException when the engine refuses, for which it gives no reason: the folder is in
   *     use by another process, or an argument is not known
   */
  public static EngineConnection open(List<String> arguments) throws EngineException {
    try (Memory argv = new Memory((long) (arguments.size() + 1) * WORD_BYTES);
        Memory texts = new Memory(textBytes(arguments))) {
      argv.setPointer(0, write(texts, 0, "clickhouse"));
      long offset = "clickhouse".length() + 1L;
      for (int i = 0; i < arguments.size(); i++) {
        argv.setPointer((i + 1L) * WORD_BYTES, write(texts, offset, arguments.get(i)));
        offset += arguments.get(i).getBytes(UTF_8).length + 1L;
      }
      Pointer owner = Libchdb.chdb_connect(arguments.size() + 1, argv);
      if (owner == null) {
        throw EngineException.of(
            EngineException.UNKNOWN_EXCEPTION, "UNKNOWN_EXCEPTION", "the engine does not open");
      }
      return new EngineConnection(owner);
    }
  }

  private static long textBytes(List<String> arguments) {
    return "clickhouse".length()
        + 1L
        + arguments.stream().mapToLong(a -> a.getBytes(UTF_8).length + 1L).sum();
  }

  private static Pointer write(Memory memory, long offset, String text) {
    memory.setString(offset, text, "UTF-8");
    return memory.share(offset);
  }

  /** Runs a statement and keeps its whole result in memory. */
  public QueryResult query(String sql, String format, Map<String, String> parameters)
      throws EngineException {
    QueryParameters p = new QueryParameters(parameters);
    byte[] query = sql.getBytes(UTF_8);
    byte[] formatName = format.getBytes(UTF_8);
    return QueryResult.of(
        Libchdb.chdb_query_with_params_n(
            handle,
            query,
            query.length,
            formatName,
            formatName.length,
            p.names(),
            p.nameLengths(),
            p.values(),
            p.valueLengths(),
            p.count()));
  }

  /** Runs a statement whose result does not matter. */
  public void execute(String sql) throws EngineException {
    query(sql, "Null", Map.of()).close();
  }

  /** Starts a SELECT (or WITH ... SELECT) whose result is fetched in chunks. */
  public ResultStream stream(String sql, String format, Map<String, String> parameters)
      throws EngineException {
    QueryParameters p = new QueryParameters(parameters);
    byte[] query = sql.getBytes(UTF_8);
    byte[] formatName = format.getBytes(UTF_8);
    return new ResultStream(
        handle,
        QueryResult.of(
            Libchdb.chdb_stream_query_with_params_n(
                handle,
                query,
                query.length,
                formatName,
                formatName.length,
                p.names(),
                p.nameLengths(),
                p.values(),
                p.valueLengths(),
                p.count())));
  }

  /**
   * Starts an INSERT.
   *
   * @param head the statement without FORMAT and data: {@code INSERT INTO t (a, b)}
   * @param format of the data that is appended
   */
  public InsertStream insert(String head, String format, Map<String, String> parameters)
      throws EngineException {
    QueryParameters p = new QueryParameters(parameters);
    byte[] query = head.getBytes(UTF_8);
    byte[] formatName = format.getBytes(UTF_8);
    return new InsertStream(
        Libchdb.chdb_stream_insert_with_params_n(
            handle,
            query,
            query.length,
            formatName,
            formatName.length,
            p.names(),
            p.nameLengths(),
            p.values(),
            p.valueLengths(),
            p.count()));
  }

  /** Asks the engine's parser what a text would do. */
  public StatementClass classify(String sql) {
    byte[] text = sql.getBytes(UTF_8);
    try (Memory analysis = new Memory(ANALYSIS_BYTES)) {
      analysis.clear();
      analysis.setInt(0, ANALYSIS_BYTES);
      int state = Libchdb.chdb_classify_query_n(handle, text, text.length, null, 0, analysis);
      return state == Libchdb.SUCCESS
          ? new StatementClass(analysis.getInt(4), analysis.getInt(12) == READ_ONLY)
          : new StatementClass(0, false);
    }
  }

  @Override
  public void close() {
    Libchdb.chdb_close_conn(owner);
  }
}
