// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.BadArgumentException;
import io.millrace.sql.RefusedException;
import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one endpoint: reads its parameters, waits its turn, answers JSON or a problem. */
public final class EndpointService extends AbstractHttpService {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointService.class);

  private final Endpoint endpoint;
  private final QueryGate gate;
  private final MeterRegistry metrics;

  /**
   * A service.
   *
   * @param gate that of all endpoints
   */
  public EndpointService(Endpoint endpoint, QueryGate gate, MeterRegistry metrics) {
    this.endpoint = endpoint;
    this.gate = gate;
    this.metrics = metrics;
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
    long startNanos = System.nanoTime();
    return HttpResponse.of(
        CompletableFuture.supplyAsync(
                () -> CallerWatch.over(context, () -> answer(context)),
                context.blockingTaskExecutor())
            .thenApply(answer -> finish(answer, startNanos)));
  }

  /** An answer and its status, for the metrics. */
  private record Reply(int status, HttpResponse response) {}

  private static Reply busy() {
    return problem(
        Problem.unavailable(
            "as many queries run as may (query-api.max-concurrent-queries), and go on for longer than"
                + " one waits (query-api.max-query-wait); try again",
            null));
  }

  private static Reply problem(Problem problem) {
    return new Reply(problem.status(), problem.response());
  }

  private HttpResponse finish(Reply answer, long startNanos) {
    metrics
        .timer(
            "millrace.api.requests",
            "path",
            endpoint.path(),
            "status",
            Integer.toString(answer.status()))
        .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    return answer.response();
  }

  private Reply answer(ServiceRequestContext context) {
    try {
      Arguments arguments =
          Arguments.read(endpoint.parameters(), context.pathParams(), context.queryParams());
      return inTurn(arguments);
    } catch (BadArgumentException e) {
      return problem(Problem.badParameter(e.parameter(), e.getMessage()));
    } catch (Problem e) {
      return problem(e);
    } catch (IOException e) {
      LOG.warn("{} could not be answered: {}", endpoint.path(), e.getMessage());
      return problem(unanswered(e));
    }
  }

  private Reply inTurn(Arguments arguments) throws Problem, IOException {
    if (!gate.enter()) {
      return busy();
    }
    try {
      return new Reply(HttpStatus.OK.code(), endpoint.answer(arguments).response());
    } finally {
      gate.leave();
    }
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
