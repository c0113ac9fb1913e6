// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.query.mlflow.trace.AnswerTooLargeException;
import io.millrace.query.mlflow.trace.TraceIds;
import io.millrace.query.mlflow.trace.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads of traces by id. */
final class TraceReads {
  static final String TRACE_ID = "trace_id";
  static final String ASSESSMENT_ID = "assessment_id";

  /** As many as a search answers. */
  private static final int MOST_IDS = 500;

  private final TraceReader traces;

  TraceReads(TraceReader traces) {
    this.traces = traces;
  }

  /** {@code GET traces/{trace_id}}: the trace info alone. */
  JsonNode info(MlflowRequest request) throws MlflowProblem, IOException {
    String id = request.path().get(TRACE_ID);
    return trace(
        traces.infosOf(request.workspace(), hexIds(List.of(id))).stream()
            .findFirst()
            .map(info -> JsonNodeFactory.instance.objectNode().<ObjectNode>set("trace_info", info)),
        id);
  }

  /** {@code GET traces/get}: a trace with its spans. */
  JsonNode get(MlflowRequest request) throws MlflowProblem, IOException {
    String id = request.query().get(TRACE_ID, "");
    if (id.isEmpty()) {
      throw MlflowProblem.invalid("Missing value for required parameter 'trace_id'");
    }
    return trace(whole(request, List.of(id)).stream().findFirst(), id);
  }

  /** {@code GET traces/batchGet}: those of some traces that there are, with their spans. */
  JsonNode batchGet(MlflowRequest request) throws MlflowProblem, IOException {
    return list("traces", whole(request, required(request.query().getAll("trace_ids"))));
  }

  /** {@code POST traces/batchGetInfos}: the trace infos of those of some traces that there are. */
  JsonNode batchGetInfos(MlflowRequest request) throws MlflowProblem, IOException {
    return list(
        "trace_infos",
        traces.infosOf(request.workspace(), hexIds(required(request.texts("trace_ids")))));
  }

  /** {@code GET traces/{trace_id}/assessments/{assessment_id}}. */
  JsonNode assessment(MlflowRequest request) throws MlflowProblem, IOException {
    String traceId = request.path().get(TRACE_ID);
    String id = request.path().get(ASSESSMENT_ID);
    List<String> hex = hexIds(List.of(traceId));
    ObjectNode found =
        traces.assessments(request.workspace(), hex).values().stream()
            .flatMap(List::stream)
            .filter(assessment -> assessment.path(ASSESSMENT_ID).asText().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    MlflowProblem.notFound(
                        "Assessment with ID '%s' not found for trace '%s'".formatted(id, traceId)));
    return JsonNodeFactory.instance.objectNode().set("assessment", found);
  }

  /** {@code GET …/traces.json}: what older clients and the TypeScript SDK read spans from. */
  JsonNode file(MlflowRequest request) throws MlflowProblem, IOException {
    String id = request.path().get(TRACE_ID);
    List<ObjectNode> spans = new ArrayList<>();
    try {
      for (String hex : hexIds(List.of(id))) {
        spans.addAll(traces.file(request.workspace(), hex));
      }
    } catch (AnswerTooLargeException e) {
      throw MlflowProblem.invalid(e.getMessage());
    }
    if (spans.isEmpty()) {
      throw MlflowProblem.notFound("Trace with ID '%s' has no spans.".formatted(id));
    }
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.putArray("spans").addAll(spans);
    return file;
  }

  private List<ObjectNode> whole(MlflowRequest request, List<String> ids)
      throws MlflowProblem, IOException {
    try {
      return traces.traces(request.workspace(), hexIds(ids));
    } catch (AnswerTooLargeException e) {
      throw MlflowProblem.invalid(e.getMessage());
    }
  }

  private static List<String> required(List<String> ids) throws MlflowProblem {
    if (ids.isEmpty()) {
      throw MlflowProblem.invalid("Missing value for required parameter 'trace_ids'");
    }
    if (ids.size() > MOST_IDS) {
      throw MlflowProblem.invalid(
          "Invalid value for parameter 'trace_ids': must be at most %d ids, but are %d"
              .formatted(MOST_IDS, ids.size()));
    }
    return ids;
  }

  /** Of those that can be ids of traces; there are no others. */
  private static List<String> hexIds(List<String> ids) {
    return ids.stream().map(TraceIds::hex).flatMap(Optional::stream).distinct().toList();
  }

  private static ObjectNode trace(Optional<ObjectNode> trace, String id) throws MlflowProblem {
    return JsonNodeFactory.instance
        .objectNode()
        .set(
            "trace",
            trace.orElseThrow(
                () -> MlflowProblem.notFound("Trace with ID '%s' not found.".formatted(id))));
  }

  private static ObjectNode list(String name, List<ObjectNode> entries) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!entries.isEmpty()) {
      answer.putArray(name).addAll(entries);
    }
    return answer;
  }
}
