// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import io.millrace.quickstart.engine.chdb.EngineException;

/** Stands between statements and an engine that may not be able to do what it says it has done. */
public interface StatementGuard {
  /**
   * Asked before a statement that writes.
   *
   * @return for {@link #afterWrite}
   * @throws EngineException when nothing may be written now
   */
  long beforeWrite() throws EngineException;

  /**
   * Asked when it has ended, before that is told.
   *
   * @throws EngineException when it may be that not all of it was written
   */
  void afterWrite(long before) throws EngineException;

  /** Told what the engine answered instead of a result. */
  void failed(EngineException failure);
}
