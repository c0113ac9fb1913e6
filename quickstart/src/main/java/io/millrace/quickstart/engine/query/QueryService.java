// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.quickstart.engine.chdb.EngineConnection;
import io.millrace.quickstart.engine.chdb.EngineException;
import io.millrace.quickstart.engine.chdb.QueryResult;
import io.millrace.quickstart.engine.http.ErrorStatus;
import io.millrace.quickstart.engine.http.Exchange;
import io.millrace.quickstart.engine.http.ExchangeService;
import io.millrace.quickstart.engine.http.ResponseBody;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ClickHouse's HTTP interface in front of the engine in this process: the subset that the official
 * Java clients, curl and dashboards use. It decides who asks, on which connection, with which
 * settings. Writer and readers have threads of their own, so that dashboards cannot hold up the job
 * that writes.
 */
public final class QueryService implements ExchangeService {

  private static final Logger LOG = LoggerFactory.getLogger(QueryService.class);
  private static final int WRITER_THREADS = 24;
  private static final int READER_THREADS = 8;
  private static final int WAITING_REQUESTS = 1024;
  private static final int MAX_TIMEZONE_BYTES = 256;

  /** The engine's own threads have 8 MiB; its parser recurses on the caller's. */
  private static final long STACK_BYTES = 8L << 20;

  private final Accounts accounts;
  private final StatementGuard guard;
  private final Sessions.ConnectionSource connections;
  private final Cancellation cancellation;
  private final Sessions sessions;
  private final WarmConnections warm;
  private final long readerMemoryBytes;
  private final String timezone;
  private final Map<Account, ThreadPoolExecutor> threads =
      Map.of(
          Account.WRITER, threads("writer", WRITER_THREADS),
          Account.READER, threads("reader", READER_THREADS));

  private QueryService(
      Accounts accounts,
      StatementGuard guard,
      Sessions.ConnectionSource connections,
      long readerMemoryBytes,
      String timezone) {
    this.accounts = accounts;
    this.guard = guard;
    this.connections = connections;
    this.cancellation = new Cancellation(connections);
    this.sessions = new Sessions(connections);
    this.warm = new WarmConnections(connections);
    this.readerMemoryBytes = readerMemoryBytes;
    this.timezone = timezone;
  }

  /**
   * A service on the engine in this process, which must run.
   *
   * @param connectionArguments what opens a further connection to the engine
   * @param readerMemoryBytes most memory that one query of a reader may use
   */
  public static QueryService of(
      Accounts accounts,
      StatementGuard guard,
      List<String> connectionArguments,
      long readerMemoryBytes)
      throws EngineException {
    try (EngineConnection connection = EngineConnection.open(connectionArguments);
        QueryResult result = connection.query("SELECT timezone()", "TSVRaw", Map.of())) {
      String timezone = new String(result.bytes(0, MAX_TIMEZONE_BYTES), UTF_8).strip();
      return new QueryService(
          accounts,
          guard,
          () -> EngineConnection.open(connectionArguments),
          readerMemoryBytes,
          timezone);
    }
  }

  private static ThreadPoolExecutor threads(String name, int count) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            count,
            count,
            60,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_REQUESTS),
            task -> {
              Thread thread = new Thread(null, task, "query-" + name, STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public void accept(Exchange exchange, Runnable answered) {
    QueryRequest request;
    try {
      request = QueryRequest.of(exchange.head());
    } catch (IllegalArgumentException e) {
      exchange
          .response()
          .fail(
              EngineException.of(
                  ErrorStatus.BAD_ARGUMENTS, "BAD_ARGUMENTS", "the URL is not readable"));
      answered.run();
      return;
    }
    if (answersItself(request, exchange.response())) {
      answered.run();
      return;
    }
    try {
      Account account = authenticate(request);
      threads.get(account).execute(() -> handle(request, account, exchange, answered));
    } catch (EngineException e) {
      exchange.response().fail(e);
      answered.run();
    } catch (RejectedExecutionException e) {
      exchange
          .response()
          .fail(
              EngineException.of(
                  ErrorStatus.TOO_MANY_SIMULTANEOUS_QUERIES,
                  "TOO_MANY_SIMULTANEOUS_QUERIES",
                  "Too many simultaneous queries: " + WAITING_REQUESTS + " are waiting"));
      answered.run();
    }
  }

  private static boolean answersItself(QueryRequest request, ResponseBody response) {
    boolean greeting = request.path().equals("/") && request.get() && request.query().isEmpty();
    if (request.path().equals("/ping") || greeting) {
      response.text(HttpResponseStatus.OK, "Ok.\n");
      return true;
    }
    if (!request.path().equals("/")) {
      response.text(HttpResponseStatus.NOT_FOUND, "There is nothing at this path.\n");
      return true;
    }
    return false;
  }

  private Account authenticate(QueryRequest request) throws EngineException {
    QueryRequest.Login login =
        request
            .login()
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorStatus.REQUIRED_PASSWORD,
                        "REQUIRED_PASSWORD",
                        "a user and a password are needed"));
    return accounts
        .authenticate(login.user(), login.password())
        .orElseThrow(
            () ->
                EngineException.of(
                    ErrorStatus.AUTHENTICATION_FAILED,
                    "AUTHENTICATION_FAILED",
                    "Authentication failed: password is incorrect, or there is no such user"));
  }

  private void handle(QueryRequest request, Account account, Exchange exchange, Runnable answered) {
    try {
      describeServer(request, exchange);
      // A reader's session could hold nothing: neither settings nor temporary tables.
      Optional<String> session =
          account == Account.WRITER
              ? Optional.ofNullable(request.options().get("session_id"))
              : Optional.empty();
      if (session.isPresent()) {
        runInSession(session.get(), request, exchange);
      } else if (account == Account.WRITER) {
        runWarm(request, exchange);
      } else {
        runAsReader(request, exchange);
      }
      exchange.response().end();
    } catch (EngineException e) {
      guard.failed(e);
      exchange.response().fail(e);
    } catch (IOException e) {
      // The client has gone, or what it sent is not whole: it gets an error if it still listens.
      LOG.debug("query {} broke off", request.queryId(), e);
      exchange
          .response()
          .fail(
              EngineException.of(
                  ErrorStatus.CANNOT_READ_ALL_DATA, "CANNOT_READ_ALL_DATA", e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.error("query {} failed in the HTTP layer", request.queryId(), e);
      exchange
          .response()
          .fail(
              EngineException.of(
                  EngineException.UNKNOWN_EXCEPTION, "UNKNOWN_EXCEPTION", e.toString()));
    } finally {
      answered.run();
    }
  }

  private void describeServer(QueryRequest request, Exchange exchange) {
    exchange
        .response()
        .headers()
        .set("X-ClickHouse-Server-Display-Name", "millrace-embedded")
        .set("X-ClickHouse-Query-Id", request.queryId())
        .set("X-ClickHouse-Timezone", timezone);
  }

  private void runInSession(String id, QueryRequest request, Exchange exchange)
      throws EngineException, IOException {
    Duration timeout = Sessions.timeout(request.options().get("session_timeout"));
    EngineConnection connection = sessions.take(id, request.isOn("session_check"));
    try {
      setup(request, Account.WRITER).apply(connection);
      run(request, Account.WRITER, exchange, connection);
    } finally {
      sessions.release(id, timeout);
    }
  }

  private void runWarm(QueryRequest request, Exchange exchange)
      throws EngineException, IOException {
    WarmConnections.Setup setup = setup(request, Account.WRITER);
    EngineConnection connection = warm.take(setup);
    boolean asSetUp = false;
    try {
      asSetUp = run(request, Account.WRITER, exchange, connection);
    } finally {
      warm.release(setup, connection, asSetUp);
    }
  }

  /** Its connection is its own, from the first statement to the last. */
  private void runAsReader(QueryRequest request, Exchange exchange)
      throws EngineException, IOException {
    WarmConnections.Setup setup = setup(request, Account.READER);
    try (EngineConnection connection = connections.open()) {
      connection.execute(Cancellation.mark(request.queryId()));
      CompletableFuture<Void> unused =
          exchange.clientGone().thenRun(() -> cancellation.cancel(request.queryId()));
      setup.apply(connection);
      run(request, Account.READER, exchange, connection);
    }
  }

  private WarmConnections.Setup setup(QueryRequest request, Account account)
      throws EngineException {
    return new WarmConnections.Setup(
        request.database().map(name -> "USE `" + escape(name) + "`").orElse(""),
        RequestSettings.statement(request, account, readerMemoryBytes));
  }

  /** Says whether the connection is sure to be as it was before. */
  private boolean run(
      QueryRequest request, Account account, Exchange exchange, EngineConnection connection)
      throws EngineException, IOException {
    return new StatementRunner(request, account, exchange, connection, cancellation, guard).run();
  }

  private static String escape(String identifier) {
    return identifier.replace("\\", "\\\\").replace("`", "\\`");
  }

  /**
   * Stops taking requests and waits for those that run.
   *
   * @return whether all have ended in time
   */
  public boolean stop(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    threads.values().forEach(ThreadPoolExecutor::shutdown);
    for (ThreadPoolExecutor executor : threads.values()) {
      if (!executor.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    cancellation.close();
    sessions.closeAll();
    warm.closeAll();
    return true;
  }
}
