// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

import com.sun.jna.Pointer;

/**
 * A SELECT whose result comes in chunks of whole rows. Each chunk repeats the header of a format
 * that has one. Not for use by two threads. Closing before the end cancels the query.
 */
public final class ResultStream implements AutoCloseable {

  private final Pointer connection;
  private final QueryResult stream;
  private boolean ended;

  ResultStream(Pointer connection, QueryResult stream) {
    this.connection = connection;
    this.stream = stream;
  }

  /**
   * The next chunk, to be closed by the caller; one of length 0 at the end.
   *
   * @throws EngineException when the query failed on the way
   */
  public QueryResult next() throws EngineException {
    try {
      QueryResult chunk =
          QueryResult.of(Libchdb.chdb_stream_fetch_result(connection, stream.handle()));
      ended = chunk.length() == 0;
      return chunk;
    } catch (EngineException e) {
      ended = true;
      throw e;
    }
  }

  @Override
  public void close() {
    if (!ended) {
      Libchdb.chdb_stream_cancel_query(connection, stream.handle());
    }
    stream.close();
  }
}
