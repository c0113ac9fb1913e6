// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.write.RecordMaker;
import io.millrace.schemas.AnnotationBody;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Trace infos, which may come before or after their spans, and tags. */
final class TraceOperations {
  private final RecordMaker records;

  TraceOperations(RecordMaker records) {
    this.records = records;
  }

  /** Called start, sent when the trace has ended. */
  CompletableFuture<MlflowAnswer> start(MlflowRequest request) {
    JsonNode told = request.json().path("trace").path("trace_info");
    if (!(told instanceof ObjectNode info)) {
      throw MlflowException.badField("trace.trace_info", "must be an object");
    }
    TraceInfoJson json = new TraceInfoJson(info);
    OutgoingRecord record =
        records.annotation(
            request.origin(), json.traceId(), AnnotationBody.TRACE_INFO, json.body());
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.putObject("trace").set("trace_info", json.echo());
    return done(new MlflowAnswer(List.of(record), reply));
  }

  CompletableFuture<MlflowAnswer> tag(MlflowRequest request) {
    return tags(request, Map.of(request.required("key"), request.parameter("value")));
  }

  CompletableFuture<MlflowAnswer> untag(MlflowRequest request) {
    return tags(request, Collections.singletonMap(request.required("key"), null));
  }

  private CompletableFuture<MlflowAnswer> tags(MlflowRequest request, Map<String, String> tags) {
    return done(
        MlflowAnswer.written(
            List.of(
                records.annotation(
                    request.origin(),
                    request.traceId(),
                    AnnotationBody.TAGS,
                    new AnnotationBody.Tags(tags)))));
  }

  /** Says of traces which run they belong to. */
  CompletableFuture<MlflowAnswer> linkToRun(MlflowRequest request) {
    AnnotationBody.TraceInfo run =
        new AnnotationBody.TraceInfo(
            Map.of(), Map.of("mlflow.sourceRun", request.required("run_id")), Map.of());
    return done(
        MlflowAnswer.written(
            request.traceIds("trace_ids").stream()
                .map(
                    traceId ->
                        records.annotation(
                            request.origin(), traceId, AnnotationBody.TRACE_INFO, run))
                .toList()));
  }

  private static CompletableFuture<MlflowAnswer> done(MlflowAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
