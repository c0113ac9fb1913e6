// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import io.millrace.quickstart.engine.chdb.EngineConnection;
import io.millrace.quickstart.engine.chdb.EngineException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends queries of readers: of those who have gone, and of those who ask for it. The engine draws
 * query ids of its own, so a query carries the id of its request as {@code log_comment}; a client
 * that sets that itself is not noticed when it goes.
 */
final class Cancellation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);
  private static final Pattern KILL =
      Pattern.compile("\\s*KILL QUERY WHERE query_id = '([A-Za-z0-9-]+)'( ASYNC)?\\s*");

  private final Sessions.ConnectionSource connections;
  private final ExecutorService killer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "query-killer");
            thread.setDaemon(true);
            return thread;
          });

  Cancellation(Sessions.ConnectionSource connections) {
    this.connections = connections;
  }

  /** The statement after which a connection's query is found by the id of its request. */
  static String mark(String queryId) {
    return "SET log_comment = '" + comment(queryId) + "'";
  }

  private static String comment(String queryId) {
    return "request " + queryId.replace("\\", "\\\\").replace("'", "\\'");
  }

  /** The id that a statement wants to end; nothing where it is no such statement. */
  static Optional<String> asked(String sql) {
    Matcher kill = KILL.matcher(sql);
    return kill.matches() ? Optional.of(kill.group(1)) : Optional.empty();
  }

  /** Ends it soon, where it still runs. */
  void cancel(String queryId) {
    killer.execute(() -> kill(queryId));
  }

  private void kill(String queryId) {
    try (EngineConnection connection = connections.open()) {
      connection.execute(
          "KILL QUERY WHERE Settings['log_comment'] = '" + comment(queryId) + "' ASYNC");
    } catch (EngineException e) {
      LOG.warn("query {} could not be ended", queryId, e);
    }
  }

  @Override
  public void close() {
    killer.shutdown();
  }
}
