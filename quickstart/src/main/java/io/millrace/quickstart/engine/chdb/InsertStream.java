// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * An INSERT whose data is pushed in pieces of any cut. Nothing is promised before {@link #commit()}
 * has returned; closing without it cancels, which leaves out every block that is not yet written (a
 * block is at most {@code max_insert_block_size} rows).
 */
public final class InsertStream implements AutoCloseable {

  private final Pointer handle;

  InsertStream(Pointer handle) throws EngineException {
    this.handle = handle;
    try {
      check();
    } catch (EngineException e) {
      Libchdb.chdb_destroy_insert_stream(handle);
      throw e;
    }
  }

  /**
   * Hands over a piece; may wait while the engine is behind.
   *
   * @throws EngineException when the engine has refused what came so far
   */
  public void append(byte[] data, int length) throws EngineException {
    if (length > 0) {
      require(Libchdb.chdb_stream_append(handle, data, length));
    }
  }

  /**
   * Hands over a piece where it lies; may wait while the engine is behind.
   *
   * @param data direct; from its position to its limit
   * @throws EngineException as the other does
   */
  public void append(ByteBuffer data) throws EngineException {
    if (data.hasRemaining()) {
      require(Libchdb.chdb_stream_append(handle, data.slice(), data.remaining()));
    }
  }

  private void require(int state) throws EngineException {
    if (state != Libchdb.SUCCESS) {
      check();
      throw EngineException.of(
          EngineException.UNKNOWN_EXCEPTION, "UNKNOWN_EXCEPTION", "the insert has ended");
    }
  }

  /** Ends the data and waits until the rows are written. */
  public QueryStatistics commit() throws EngineException {
    try (QueryResult result = QueryResult.of(Libchdb.chdb_stream_done(handle))) {
      return result.statistics();
    }
  }

  private void check() throws EngineException {
    Pointer error = Libchdb.chdb_stream_insert_error(handle);
    if (error != null) {
      throw new EngineException(error.getString(0, "UTF-8"));
    }
  }

  @Override
  public void close() {
    // Cancels first where it was not committed.
    Libchdb.chdb_destroy_insert_stream(handle);
  }
}
