// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import io.millrace.quickstart.engine.chdb.EngineConnection;
import io.millrace.quickstart.engine.chdb.EngineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections that have a database and settings and have run nothing but inserts since. To open one
 * and to set it up cost the writer most of a millisecond of processor time an insert, and a
 * pipeline inserts all day with the same settings. An insert leaves nothing behind in its
 * connection, so the next request that wants the very same finds it as a new one would be; after
 * anything else, and after an error, a connection is closed.
 */
final class WarmConnections {

  /** As many as a pipeline's subtasks have on their way at once; what is beyond is opened anew. */
  private static final int MOST = 8;

  private final Sessions.ConnectionSource connections;
  private final Map<Setup, Deque<EngineConnection>> idle = new HashMap<>();
  private int count;
  private boolean closed;

  /**
   * What a connection is told before its statement.
   *
   * @param use the statement that names the database, empty for that of every new connection
   * @param set the statement with all settings, empty for none
   */
  record Setup(String use, String set) {
    void apply(EngineConnection connection) throws EngineException {
      if (!use.isEmpty()) {
        connection.execute(use);
      }
      if (!set.isEmpty()) {
        connection.execute(set);
      }
    }
  }

  WarmConnections(Sessions.ConnectionSource connections) {
    this.connections = connections;
  }

  /** A connection that is set up so, for one statement. */
  EngineConnection take(Setup setup) throws EngineException {
    EngineConnection warm = poll(setup);
    if (warm != null) {
      return warm;
    }
    EngineConnection connection = connections.open();
    try {
      setup.apply(connection);
    } catch (EngineException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private synchronized EngineConnection poll(Setup setup) {
    Deque<EngineConnection> fitting = idle.get(setup);
    if (fitting == null) {
      return null;
    }
    EngineConnection last = fitting.pop();
    count--;
    if (fitting.isEmpty()) {
      idle.remove(setup);
    }
    return last;
  }

  /**
   * Gives one back.
   *
   * @param asSetUp whether all it has run since are inserts that leave nothing behind
   */
  void release(Setup setup, EngineConnection connection, boolean asSetUp) {
    if (!asSetUp || !keep(setup, connection)) {
      connection.close();
    }
  }

  /** Where it is full of others that nobody takes, they go: settings may be the like of no more. */
  private synchronized boolean keep(Setup setup, EngineConnection connection) {
    if (closed) {
      return false;
    }
    if (count == MOST && !idle.containsKey(setup)) {
      closeIdle();
    }
    if (count == MOST) {
      return false;
    }
    idle.computeIfAbsent(setup, s -> new ArrayDeque<>()).push(connection);
    count++;
    return true;
  }

  private void closeIdle() {
    idle.values().forEach(all -> all.forEach(EngineConnection::close));
    idle.clear();
    count = 0;
  }

  /** Closes those that rest, and from now on each that is given back. */
  synchronized void closeAll() {
    closed = true;
    closeIdle();
  }
}
