// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.parameter.BadArgumentException;
import io.millrace.sql.RefusedException;
import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests to one path read, each then answered in its turn, and failures told as problems. */
public final class TurnTaking {
  private static final Logger LOG = LoggerFactory.getLogger(TurnTaking.class);

  private final String path;
  private final QueryGate gate;
  private final MeterRegistry metrics;

  /**
   * Of one path.
   *
   * @param path as OpenAPI writes it, for the metrics
   * @param gate that of all paths
   */
  public TurnTaking(String path, QueryGate gate, MeterRegistry metrics) {
    this.path = path;
    this.gate = gate;
    this.metrics = metrics;
  }

  /** A request that has not been read. */
  @FunctionalInterface
  public interface Request {
    /** Reads it, before it waits for its turn. */
    Question read() throws BadArgumentException, Problem;
  }

  /** A request that has been read. */
  @FunctionalInterface
  public interface Question {
    Answer answer() throws Problem, IOException;
  }

  /** An answer and its status, for the metrics. */
  private record Reply(int status, HttpResponse response) {}

  /** The answer to a request, or the problem with it. */
  public CompletableFuture<HttpResponse> answer(ServiceRequestContext context, Request request) {
    long startNanos = System.nanoTime();
    return CompletableFuture.supplyAsync(
            () -> CallerWatch.over(context, () -> reply(request)), context.blockingTaskExecutor())
        .thenApply(reply -> finish(reply, startNanos));
  }

  private HttpResponse finish(Reply reply, long startNanos) {
    metrics
        .timer("millrace.api.requests", "path", path, "status", Integer.toString(reply.status()))
        .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    return reply.response();
  }

  private Reply reply(Request request) {
    try {
      return inTurn(request.read());
    } catch (BadArgumentException e) {
      return problem(Problem.badParameter(e.parameter(), e.getMessage()));
    } catch (Problem e) {
      return problem(e);
    } catch (IOException e) {
      LOG.warn("{} could not be answered: {}", path, e.getMessage());
      return problem(unanswered(e));
    }
  }

  private Reply inTurn(Question question) throws Problem, IOException {
    if (!gate.enter()) {
      return problem(
          Problem.unavailable(
              "as many queries run as may (query-api.max-concurrent-queries), and go on for longer"
                  + " than one waits (query-api.max-query-wait); try again",
              null));
    }
    try {
      return new Reply(HttpStatus.OK.code(), question.answer().response());
    } finally {
      gate.leave();
    }
  }

  private static Reply problem(Problem problem) {
    return new Reply(problem.status(), problem.response());
  }

  private static Problem unanswered(IOException failure) {
    if (failure instanceof UnavailableException) {
      return Problem.unavailable("ClickHouse (clickhouse.url) does not answer", failure);
    }
    if (failure instanceof RefusedException) {
      return Problem.unavailable(
          "ClickHouse did not finish the query within its limits (query-api.query-timeout):"
              + " ask for less",
          failure);
    }
    return Problem.unavailable("the tables cannot be read", failure);
  }
}
