// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.sql;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.query.http.Answer;
import io.millrace.query.http.Problem;
import io.millrace.query.http.QueryGate;
import io.millrace.query.http.TurnTaking;
import io.millrace.query.parameter.BadArgumentException;
import io.millrace.sql.RefusedException;
import io.millrace.sql.query.QueryReader;
import io.millrace.sql.query.Question;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * {@code POST /api/v1/sql}: a statement of a person's own, read-only and within limits. Only JSON
 * is taken: a form of another site's page cannot send it.
 */
public final class SqlService extends AbstractHttpService {
  /** Where it is served. */
  public static final String PATH = "/api/v1/sql";

  private static final int MAX_MESSAGE_CHARACTERS = 4000;
  private static final String VERSION = " (version ";

  /** ClickHouse's TOO_MANY_SIMULTANEOUS_QUERIES: a later attempt may be answered. */
  private static final int TOO_MANY_QUERIES = 202;

  /** TOO_MANY_ROWS, TIMEOUT_EXCEEDED, MEMORY_LIMIT_EXCEEDED, TOO_MANY_BYTES and …ROWS_OR_BYTES. */
  private static final Set<Integer> LIMITS = Set.of(158, 159, 241, 307, 396);

  private final QueryReader tables;
  private final SqlLimits limits;
  private final long maxAnswerBytes;
  private final TurnTaking turns;
  private final Counter truncated;

  /**
   * A service. Metric: {@code millrace.api.sql.truncated}, answers that had more rows than asked.
   *
   * @param maxAnswerBytes query-api.max-answer
   * @param gate that of all endpoints
   */
  public SqlService(
      QueryReader tables,
      SqlLimits limits,
      long maxAnswerBytes,
      QueryGate gate,
      MeterRegistry metrics) {
    this.tables = tables;
    this.limits = limits;
    this.maxAnswerBytes = maxAnswerBytes;
    turns = new TurnTaking(PATH, gate, metrics);
    truncated = metrics.counter("millrace.api.sql.truncated");
  }

  @Override
  protected HttpResponse doPost(ServiceRequestContext context, HttpRequest request) {
    context.setMaxRequestLength(limits.maxRequestBytes());
    boolean csv =
        request.headers().accept().stream().findFirst().filter(SqlService::isCsv).isPresent();
    return HttpResponse.of(
        request
            .aggregate()
            .handle(Body::new)
            .thenCompose(body -> turns.answer(context, () -> read(body, csv))));
  }

  private static boolean isCsv(MediaType type) {
    return type.is(MediaType.create("text", "csv"));
  }

  /** What came, or why it did not. */
  private record Body(AggregatedHttpRequest whole, Throwable failure) {}

  private TurnTaking.Question read(Body body, boolean csv) throws Problem, BadArgumentException {
    if (body.failure() != null) {
      throw failed(body.failure());
    }
    AggregatedHttpRequest whole = body.whole();
    MediaType type = whole.contentType();
    if (type == null || !type.is(MediaType.JSON)) {
      throw Problem.unsupportedBody("the body must be application/json");
    }
    SqlRequest asked = SqlRequest.read(whole.content().array(), limits.maxRows());
    return () -> answer(asked, csv);
  }

  private Problem failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ContentTooLargeException
        ? Problem.tooLarge(
            "the body may have " + limits.maxRequestBytes() + " bytes (query-api.sql.max-request)")
        : Problem.unavailable("the body did not come whole", cause);
  }

  private Answer answer(SqlRequest asked, boolean csv) throws Problem, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      // One more tells whether there are more.
      tables.copy(
          new Question(asked.query(), asked.parameters(), asked.maxRows() + 1, maxAnswerBytes),
          SqlAnswer.FORMAT,
          out);
    } catch (RefusedException e) {
      throw refused(e);
    }
    SqlAnswer answer = SqlAnswer.read(out.toByteArray(), asked.maxRows());
    if (answer.truncated()) {
      truncated.increment();
    }
    return csv ? answer.csv() : answer.json();
  }

  /** What ClickHouse says is for whoever wrote the statement. */
  private static Problem refused(RefusedException refusal) {
    if (refusal.code() == TOO_MANY_QUERIES) {
      return Problem.unavailable("ClickHouse answers too many queries; try again", refusal);
    }
    String message = String.valueOf(refusal.getMessage());
    int version = message.indexOf(VERSION);
    String told = version < 0 ? message : message.substring(0, version);
    String shown = told.substring(0, Math.min(told.length(), MAX_MESSAGE_CHARACTERS));
    return Problem.badParameter(
        SqlRequest.QUERY,
        LIMITS.contains(refusal.code())
            ? "over a limit (query-api.query-timeout, query-api.max-query-memory,"
                + " query-api.max-answer), ask for less: "
                + shown
            : shown);
  }
}
