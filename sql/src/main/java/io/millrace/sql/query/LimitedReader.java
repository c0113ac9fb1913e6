// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.query;

import io.millrace.sql.SqlReader;
import io.millrace.sql.UnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** Asks ClickHouse, each query within the same limits. */
final class LimitedReader implements QueryReader {
  /** As many as ask at once; those who ask wait in their own threads. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "query");
            thread.setDaemon(true);
            return thread;
          });

  /** An answer is made as a whole, so that an error is one, not the end of half an answer. */
  private static final Map<String, Object> OF_QUESTIONS =
      Map.of(
          "readonly", 1,
          "wait_end_of_query", 1,
          "output_format_json_quote_64bit_integers", 1,
          "output_format_json_quote_decimals", 1);

  private final SqlReader tables;
  private final Map<String, Object> settings;

  LimitedReader(SqlReader tables, QueryLimits limits) {
    this.tables = tables;
    settings =
        Map.of(
            "max_execution_time", limits.maxExecution().toSeconds(),
            "max_result_rows", limits.maxResultRows(),
            "max_memory_usage", limits.maxMemoryBytes());
  }

  @Override
  public List<Map<String, Object>> ask(NamedQuery query, Map<String, Object> parameters)
      throws IOException {
    requireAll(query, parameters);
    return ask(query.text(), parameters);
  }

  @Override
  public List<Map<String, Object>> ask(ComposedQuery query) throws IOException {
    return ask(query.text(), query.parameters());
  }

  private List<Map<String, Object>> ask(String text, Map<String, Object> parameters)
      throws IOException {
    String queryId = UUID.randomUUID().toString();
    return killedWhenInterrupted(
        queryId, () -> tables.query(text, BoundParameters.of(parameters), settings, queryId));
  }

  /** Waits for an answer; whoever is interrupted meanwhile wants none, and the query is ended. */
  private <T> T killedWhenInterrupted(String queryId, Callable<T> question) throws IOException {
    FutureTask<T> answer = new FutureTask<>(question);
    THREADS.execute(answer);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tables.kill(queryId);
      throw new UnavailableException("nobody waits for the answer any more", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void copy(
      NamedQuery query,
      Map<String, Object> parameters,
      List<String> without,
      String format,
      OutputStream out)
      throws IOException {
    requireAll(query, parameters);
    String text =
        without.isEmpty()
            ? query.text()
            : "SELECT * EXCEPT (%s) FROM (%s)".formatted(String.join(", ", without), query.text());
    tables.stream(text, BoundParameters.of(parameters), settings, format, out);
  }

  @Override
  public void copy(Question question, String format, OutputStream out) throws IOException {
    String queryId = UUID.randomUUID().toString();
    Map<String, Object> all = new HashMap<>(settings);
    all.putAll(OF_QUESTIONS);
    all.put("limit", question.maxRows());
    all.put("max_result_rows", question.maxRows());
    all.put("max_result_bytes", question.maxAnswerBytes());
    Map<String, Object> parameters = Map.copyOf(question.parameters());
    killedWhenInterrupted(
        queryId,
        () -> {
          tables.stream(question.text(), parameters, all, queryId, format, out);
          return null;
        });
  }

  private static void requireAll(NamedQuery query, Map<String, Object> parameters) {
    if (!parameters.keySet().equals(query.parameters())) {
      throw new IllegalArgumentException(
          "the query %s takes %s, but was given %s"
              .formatted(query, query.parameters(), parameters.keySet()));
    }
  }
}
