// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.recall;

import io.millrace.stream.state.TraceKey;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** Where traces are read back from. Used by one thread. */
public interface TraceArchive extends AutoCloseable {
  /** Makes one for each subtask. */
  @FunctionalInterface
  interface Factory extends Serializable {
    TraceArchive open();
  }

  /**
   * Those of the traces that are there whole, as they were told last. What is missing in the answer
   * has not been committed yet: ask again.
   *
   * @param toldVersions of each trace the version of its row as told last
   * @throws IOException if it cannot be asked now
   */
  Map<TraceKey, RecalledTrace> read(Map<TraceKey, Long> toldVersions) throws IOException;

  @Override
  void close();
}
