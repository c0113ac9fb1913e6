// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.OutputStream;

/** One result, or one chunk of a streamed result, in the engine's own memory until closed. */
public final class QueryResult implements AutoCloseable {

  private static final int COPY_BYTES = 256 * 1024;

  private final Pointer handle;

  private QueryResult(Pointer handle) {
    this.handle = handle;
  }

  /**
   * Takes over a handle of the library.
   *
   * @throws EngineException when it carries an error; the handle is then freed
   */
  static QueryResult of(Pointer handle) throws EngineException {
    if (handle == null) {
      throw EngineException.of(
          EngineException.UNKNOWN_EXCEPTION, "UNKNOWN_EXCEPTION", "the engine gave no result");
    }
    Pointer error = Libchdb.chdb_result_error(handle);
    if (error == null) {
      return new QueryResult(handle);
    }
    String message = error.getString(0, "UTF-8");
    Libchdb.chdb_destroy_query_result(handle);
    throw new EngineException(message);
  }

  Pointer handle() {
    return handle;
  }

  /** Bytes of formatted data. */
  public long length() {
    return Libchdb.chdb_result_length(handle);
  }

  /** The bytes from an offset on, at most so many. */
  public byte[] bytes(long offset, int limit) {
    int length = (int) Math.min(limit, Math.max(0, length() - offset));
    return length == 0
        ? new byte[0]
        : Libchdb.chdb_result_buffer(handle).getByteArray(offset, length);
  }

  /** Copies the bytes from an offset on. */
  public void writeTo(OutputStream out, long offset) throws IOException {
    long length = length();
    for (long at = offset; at < length; at += COPY_BYTES) {
      out.write(bytes(at, COPY_BYTES));
    }
  }

  /** What the statement read and wrote. */
  public QueryStatistics statistics() {
    return new QueryStatistics(
        Libchdb.chdb_result_storage_rows_read(handle),
        Libchdb.chdb_result_storage_bytes_read(handle),
        Libchdb.chdb_result_rows_written(handle),
        Libchdb.chdb_result_bytes_written(handle),
        Libchdb.chdb_result_rows_read(handle));
  }

  @Override
  public void close() {
    Libchdb.chdb_destroy_query_result(handle);
  }
}
