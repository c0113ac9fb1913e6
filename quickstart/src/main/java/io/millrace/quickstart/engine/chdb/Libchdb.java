// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The C interface of libchdb 26.7.3, by JNA direct mapping. Names, order and meaning are those of
 * {@code chdb.h} (chdb-io/chdb-core, programs/local); a C {@code size_t} is a {@code long} here,
 * which is right on the one platform the library is published for, Linux x64.
 */
final class Libchdb {

  /** {@code chdb_state} for success. */
  static final int SUCCESS = 0;

  private Libchdb() {}

  /**
   * Loads the library into this process, once.
   *
   * @throws UnsatisfiedLinkError when it cannot be loaded on this machine
   */
  static synchronized void load(Path library) {
    Native.register(Libchdb.class, NativeLibrary.getInstance(library.toString()));
    // Before the first connection: with its handlers in place the JVM hangs at its first
    // StackOverflowError, for HotSpot's SIGSEGV handler is gone.
    chdb_set_signal_handlers_enabled(0);
  }

  static native String chdb_version();

  static native void chdb_set_signal_handlers_enabled(int enabled);

  /** Null when the folder is in use or an argument is refused; the library does not say which. */
  static native Pointer chdb_connect(int argc, Pointer argv);

  static native void chdb_close_conn(Pointer connection);

  static native Pointer chdb_query_with_params_n(
      Pointer connection,
      byte[] query,
      long queryLength,
      byte[] format,
      long formatLength,
      Pointer names,
      Pointer nameLengths,
      Pointer values,
      Pointer valueLengths,
      long count);

  static native Pointer chdb_stream_query_with_params_n(
      Pointer connection,
      byte[] query,
      long queryLength,
      byte[] format,
      long formatLength,
      Pointer names,
      Pointer nameLengths,
      Pointer values,
      Pointer valueLengths,
      long count);

  static native Pointer chdb_stream_fetch_result(Pointer connection, Pointer stream);

  static native void chdb_stream_cancel_query(Pointer connection, Pointer stream);

  static native void chdb_destroy_query_result(Pointer result);

  static native Pointer chdb_stream_insert_with_params_n(
      Pointer connection,
      byte[] query,
      long queryLength,
      byte[] format,
      long formatLength,
      Pointer names,
      Pointer nameLengths,
      Pointer values,
      Pointer valueLengths,
      long count);

  static native int chdb_stream_append(Pointer stream, byte[] data, long length);

  /**
   * The same from where the data lies.
   *
   * @param data direct, and whole: JNA knows nothing of a position
   */
  static native int chdb_stream_append(Pointer stream, ByteBuffer data, long length);

  static native Pointer chdb_stream_done(Pointer stream);

  static native void chdb_stream_cancel_insert(Pointer stream);

  static native Pointer chdb_stream_insert_error(Pointer stream);

  static native void chdb_destroy_insert_stream(Pointer stream);

  static native Pointer chdb_result_buffer(Pointer result);

  static native long chdb_result_length(Pointer result);

  static native long chdb_result_rows_read(Pointer result);

  static native long chdb_result_storage_rows_read(Pointer result);

  static native long chdb_result_storage_bytes_read(Pointer result);

  static native long chdb_result_rows_written(Pointer result);

  static native long chdb_result_bytes_written(Pointer result);

  static native Pointer chdb_result_error(Pointer result);

  static native int chdb_classify_query_n(
      Pointer connection,
      byte[] sql,
      long sqlLength,
      Pointer targetDatabase,
      long targetDatabaseLength,
      Pointer analysis);
}
