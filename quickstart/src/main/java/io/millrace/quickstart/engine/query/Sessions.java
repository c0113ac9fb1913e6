// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import io.millrace.quickstart.engine.chdb.EngineConnection;
import io.millrace.quickstart.engine.chdb.EngineException;
import io.millrace.quickstart.engine.http.ErrorStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Connections kept under a {@code session_id}, with their settings and temporary tables. One
 * statement of a session at a time; a session that rests longer than its timeout is closed.
 */
final class Sessions {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  private final ConnectionSource connections;
  private final Map<String, Session> byId = new HashMap<>();

  /** Opens connections to the engine. */
  @FunctionalInterface
  interface ConnectionSource {
    EngineConnection open() throws EngineException;
  }

  private static final class Session {
    private final EngineConnection connection;
    private boolean inUse = true;
    private long expiresNanos;

    private Session(EngineConnection connection) {
      this.connection = connection;
    }
  }

  Sessions(ConnectionSource connections) {
    this.connections = connections;
  }

  /**
   * Takes a session for one statement, making it where it is not there.
   *
   * @param mustExist the request asks for {@code session_check}
   */
  synchronized EngineConnection take(String id, boolean mustExist) throws EngineException {
    closeExpired();
    Session session = byId.get(id);
    if (session == null) {
      if (mustExist) {
        throw EngineException.of(
            ErrorStatus.SESSION_NOT_FOUND, "SESSION_NOT_FOUND", "Session not found");
      }
      session = new Session(connections.open());
      byId.put(id, session);
    } else if (session.inUse) {
      throw EngineException.of(
          ErrorStatus.SESSION_IS_LOCKED,
          "SESSION_IS_LOCKED",
          "Session is locked by a concurrent client");
    }
    session.inUse = true;
    return session.connection;
  }

  /** Gives a session back. */
  synchronized void release(String id, Duration timeout) {
    Session session = byId.get(id);
    session.inUse = false;
    session.expiresNanos = System.nanoTime() + timeout.toNanos();
  }

  /** The timeout that a request asks for, in seconds. */
  static Duration timeout(String seconds) throws EngineException {
    if (seconds == null) {
      return DEFAULT_TIMEOUT;
    }
    try {
      Duration timeout = Duration.ofSeconds(Long.parseLong(seconds));
      return timeout.compareTo(MAX_TIMEOUT) > 0 ? MAX_TIMEOUT : timeout;
    } catch (NumberFormatException e) {
      throw EngineException.of(
          ErrorStatus.BAD_ARGUMENTS, "BAD_ARGUMENTS", "session_timeout is not a number of seconds");
    }
  }

  private void closeExpired() {
    long now = System.nanoTime();
    for (Iterator<Session> i = byId.values().iterator(); i.hasNext(); ) {
      Session session = i.next();
      if (!session.inUse && session.expiresNanos - now < 0) {
        session.connection.close();
        i.remove();
      }
    }
  }

  /** Closes the sessions that rest; for the end, when no request runs any more. */
  synchronized void closeAll() {
    byId.values().stream().filter(s -> !s.inUse).forEach(s -> s.connection.close());
    byId.clear();
  }
}
