// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import io.millrace.schemas.Annotation;
import io.millrace.schemas.AnnotationBody;
import io.millrace.schemas.SpanStatus;
import io.millrace.stream.state.TagChange;
import io.millrace.stream.state.TraceInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads of a trace info what the rows of its trace depend on.
 *
 * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/tracing/constant.py">MLflow
 *     3.17.2, keys of the trace metadata</a>
 */
final class TraceInfos {
  private static final String SESSION = "mlflow.trace.session";
  private static final String USER = "mlflow.trace.user";

  /** Whatever is not here tells no outcome. */
  private static final Map<String, SpanStatus> STATUS =
      Map.of("OK", SpanStatus.OK, "ERROR", SpanStatus.ERROR);

  private TraceInfos() {}

  static TraceInfo of(Annotation annotation, AnnotationBody.TraceInfo body, long version) {
    String state = body.fields().getOrDefault("state", "");
    return TraceInfo.newBuilder()
        .setExperimentId(body.fields().get(AnnotationBody.TraceInfo.EXPERIMENT_ID))
        .setExperimentTimeUnixNano(annotation.getReceivedTimeUnixNano())
        .setSessionId(body.metadata().getOrDefault(SESSION, ""))
        .setUserId(body.metadata().getOrDefault(USER, ""))
        .setStatus(STATUS.getOrDefault(state, SpanStatus.UNSET).name())
        .setTags(tags(body.tags(), version))
        .setVersion(version)
        .build();
  }

  private static List<TagChange> tags(Map<String, String> tags, long version) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> new TagChange(tag.getKey(), tag.getValue(), version))
            .toList();
  }
}
