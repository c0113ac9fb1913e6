// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.http.CallerWatch;
import io.millrace.query.http.QueryGate;
import io.millrace.query.write.ReadYourWrites;
import io.millrace.sql.RefusedException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one path: reads the request, waits its turn, answers JSON or a problem. */
final class MlflowService implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowService.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WORKSPACE = "x-mlflow-workspace";
  private static final String DEFAULT_WORKSPACE = "default";

  /** ClickHouse's CANNOT_COMPILE_REGEXP. */
  private static final int BAD_EXPRESSION = 427;

  private final String path;
  private final MlflowRead read;
  private final ReadYourWrites writes;
  private final QueryGate gate;
  private final MeterRegistry metrics;

  MlflowService(
      String path, MlflowRead read, ReadYourWrites writes, QueryGate gate, MeterRegistry metrics) {
    this.path = path;
    this.read = read;
    this.writes = writes;
    this.gate = gate;
    this.metrics = metrics;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    long startNanos = System.nanoTime();
    return HttpResponse.of(
        request
            .aggregate()
            .thenCompose(whole -> answered(context, whole))
            .thenApply(reply -> finish(reply, startNanos)));
  }

  /** An answer and its status, for the metrics. */
  private record Reply(int status, HttpResponse response) {
    static Reply of(MlflowProblem problem) {
      return new Reply(problem.status(), problem.response());
    }
  }

  private CompletableFuture<Reply> answered(
      ServiceRequestContext context, AggregatedHttpRequest request) {
    return CompletableFuture.supplyAsync(
        () -> CallerWatch.over(context, () -> answerInTurn(context, request)),
        context.blockingTaskExecutor());
  }

  /** It waits for what was written before it takes the place of another query. */
  private Reply answerInTurn(ServiceRequestContext context, AggregatedHttpRequest request) {
    try {
      writes.await(request.headers().get(ReadYourWrites.HEADER, ""));
    } catch (IOException e) {
      return Reply.of(unanswered(e));
    }
    if (!gate.enter()) {
      return Reply.of(
          MlflowProblem.unavailable(
              "as many queries run as may (query-api.max-concurrent-queries), and go on for longer"
                  + " than one waits (query-api.max-query-wait); try again"));
    }
    try {
      return answer(context, request);
    } finally {
      gate.leave();
    }
  }

  private HttpResponse finish(Reply reply, long startNanos) {
    metrics
        .timer("millrace.api.requests", "path", path, "status", Integer.toString(reply.status()))
        .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    return reply.response();
  }

  private Reply answer(ServiceRequestContext context, AggregatedHttpRequest request) {
    try {
      JsonNode answer = read.answer(read(context, request));
      return new Reply(
          HttpStatus.OK.code(),
          HttpResponse.of(
              HttpStatus.OK, MediaType.JSON_UTF_8, HttpData.wrap(JSON.writeValueAsBytes(answer))));
    } catch (MlflowProblem e) {
      return Reply.of(e);
    } catch (IOException e) {
      LOG.warn("{} could not be answered: {}", path, e.getMessage());
      return Reply.of(unanswered(e));
    }
  }

  private static MlflowRequest read(ServiceRequestContext context, AggregatedHttpRequest request)
      throws MlflowProblem {
    return new MlflowRequest(
        request.headers().get(WORKSPACE, DEFAULT_WORKSPACE),
        context.pathParams(),
        context.queryParams(),
        body(request.content()));
  }

  private static ObjectNode body(HttpData content) throws MlflowProblem {
    if (content.isEmpty()) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      if (JSON.readTree(content.array()) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw MlflowProblem.invalid("The body is no JSON: " + e.getMessage());
    }
    throw MlflowProblem.invalid("The body must be a JSON object");
  }

  private static MlflowProblem unanswered(IOException failure) {
    if (failure instanceof RefusedException refusal) {
      return refusal.code() == BAD_EXPRESSION
          ? MlflowProblem.invalid("Invalid regular expression in the filter string")
          : MlflowProblem.unavailable(
              "ClickHouse did not finish the query within its limits (query-api.query-timeout):"
                  + " ask for less");
    }
    return MlflowProblem.unavailable("ClickHouse (clickhouse.url) does not answer");
  }
}
