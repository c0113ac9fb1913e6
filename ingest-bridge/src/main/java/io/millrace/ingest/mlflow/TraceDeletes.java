// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.read.Questions;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.write.LogWriter;
import io.millrace.ingest.write.RecordMaker;
import io.millrace.schemas.AnnotationBody;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Deletes traces, by their ids or by age, each with whatever of it is still to come.
 *
 * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/protos/service.proto">MLflow
 *     3.17.2, DeleteTraces</a>
 */
final class TraceDeletes {
  /** As many as a search answers. */
  private static final int MOST_A_PAGE = 500;

  private final RecordMaker records;
  private final LogWriter log;
  private final Questions questions;

  TraceDeletes(RecordMaker records, LogWriter log, Questions questions) {
    this.records = records;
    this.log = log;
    this.questions = questions;
  }

  CompletableFuture<MlflowAnswer> delete(MlflowRequest request) {
    Set<String> traceIds = request.traceIds("request_ids");
    boolean byAge = request.json().hasNonNull("max_timestamp_millis");
    if (byAge == !traceIds.isEmpty()) {
      throw MlflowException.badField(
          "request_ids", "must name the traces to delete, or max_timestamp_millis their age");
    }
    return byAge
        ? new ByAge(request).next("", 0).thenApply(TraceDeletes::deleted)
        : CompletableFuture.completedFuture(
            new MlflowAnswer(deletes(request, traceIds), reply(traceIds.size())));
  }

  /** Those that the views show, the oldest first, page by page: what is deleted is not held. */
  private final class ByAge {
    private final MlflowRequest request;
    private final String experimentId;
    private final long maxTimestampMillis;
    private final long maxTraces;

    ByAge(MlflowRequest request) {
      this.request = request;
      this.experimentId = request.required("experiment_id");
      this.maxTimestampMillis = number("max_timestamp_millis", 0, Long.MAX_VALUE);
      this.maxTraces = number("max_traces", 1, Long.MAX_VALUE);
    }

    private long number(String field, long least, long absent) {
      JsonNode told = request.json().path(field);
      if (told.isMissingNode() || told.isNull()) {
        return absent;
      }
      try {
        long number = Long.parseLong(told.asText());
        if (number >= least) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw MlflowException.badField(field, "must be a whole number");
      }
      throw MlflowException.badField(field, "must be at least " + least);
    }

    /** How many are deleted in the end. */
    CompletableFuture<Long> next(String pageToken, long deleted) {
      long most = Math.min(MOST_A_PAGE, maxTraces - deleted);
      return questions
          .ask(
              request.headers(),
              HttpMethod.POST,
              "/api/3.0/mlflow/traces/search",
              search(most, pageToken))
          .thenCompose(
              answer -> {
                JsonNode page = answer.orElseThrow(TraceDeletes::noSearch);
                Set<String> traceIds = new TreeSet<>();
                page.path("traces")
                    .forEach(
                        info ->
                            traceIds.add(MlflowRequest.traceId(info.path("trace_id").asText())));
                return log.publish(deletes(request, traceIds))
                    .thenCompose(
                        places ->
                            rest(page.path("next_page_token").asText(), deleted + traceIds.size()));
              });
    }

    private CompletableFuture<Long> rest(String pageToken, long deleted) {
      return pageToken.isEmpty() || deleted >= maxTraces
          ? CompletableFuture.completedFuture(deleted)
          : next(pageToken, deleted);
    }

    private String search(long maxResults, String pageToken) {
      ObjectNode search = JsonNodeFactory.instance.objectNode();
      search
          .putArray("locations")
          .addObject()
          .put("type", "MLFLOW_EXPERIMENT")
          .putObject("mlflow_experiment")
          .put("experiment_id", experimentId);
      search.put("filter", "timestamp_ms <= " + maxTimestampMillis);
      search.putArray("order_by").add("timestamp_ms ASC");
      return search.put("max_results", maxResults).put("page_token", pageToken).toString();
    }
  }

  /** Whoever answers there is no query API: that nothing was found must not look like success. */
  private static RefusedException noSearch() {
    return new RefusedException(
        RefusalKind.UNAVAILABLE, "the query API (bridge.reads.query-api-url) has no search");
  }

  private List<OutgoingRecord> deletes(MlflowRequest request, Collection<String> traceIds) {
    return traceIds.stream()
        .map(
            traceId ->
                records.annotation(
                    request.origin(),
                    traceId,
                    AnnotationBody.DELETE,
                    new AnnotationBody.Delete("", "")))
        .toList();
  }

  private static MlflowAnswer deleted(long traces) {
    return MlflowAnswer.of(reply(traces));
  }

  private static ObjectNode reply(long traces) {
    return JsonNodeFactory.instance.objectNode().put("traces_deleted", traces);
  }
}
