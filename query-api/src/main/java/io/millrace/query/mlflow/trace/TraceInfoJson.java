// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Trace infos, version 3, as MLflow's server answers them. */
final class TraceInfoJson {
  private TraceInfoJson() {}

  /** Of a row of a search, and its assessments. */
  static ObjectNode of(Map<String, Object> row, List<ObjectNode> assessments) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("trace_id", text(row, "request_id"));
    putText(info, "client_request_id", text(row, "client_request_id"));
    ObjectNode location = info.putObject("trace_location");
    location.put("type", "MLFLOW_EXPERIMENT");
    location.putObject("mlflow_experiment").put("experiment_id", text(row, "experiment_id"));
    info.put("request_time", Times.rfc3339(number(row, "timestamp_ms")));
    info.put("execution_duration", Times.duration(number(row, "execution_time_ms")));
    info.put("state", text(row, "state"));
    putMap(info, "trace_metadata", row.get("metadata"));
    if (!assessments.isEmpty()) {
      info.putArray("assessments").addAll(assessments);
    }
    putMap(info, "tags", row.get("tags"));
    putText(info, "request_preview", text(row, "request_preview"));
    putText(info, "response_preview", text(row, "response_preview"));
    return info;
  }

  private static void putMap(ObjectNode info, String field, Object map) {
    ObjectNode entries = info.putObject(field);
    ((Map<?, ?>) map).forEach((key, value) -> entries.put(key.toString(), value.toString()));
  }

  private static void putText(ObjectNode info, String field, String text) {
    if (!text.isEmpty()) {
      info.put(field, text);
    }
  }

  private static String text(Map<String, Object> row, String column) {
    return row.get(column).toString();
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }
}
