// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ingest.experiment.ExperimentId;
import io.millrace.schemas.AnnotationBody;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A trace info, version 3, in JSON.
 *
 * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/protos/service.proto">MLflow
 *     3.17.2, TraceInfoV3</a>
 */
final class TraceInfoJson {
  /** By the numbers of protobuf's enum, which its JSON may have in place of the names. */
  private static final List<String> STATES =
      List.of("STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS");

  /** Fields that are kept as they are. */
  private static final List<String> TEXTS =
      List.of("client_request_id", "request_preview", "response_preview");

  /** Bounded: of 1e999999999 no number is made. */
  private static final Pattern DURATION = Pattern.compile("-?\\d{1,12}(\\.\\d{1,18})?s");

  private static final int NANOS_DIGITS = 9;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final ObjectNode info;
  private final String traceId;
  private final String experimentId;

  TraceInfoJson(ObjectNode info) {
    this.info = info;
    this.traceId = MlflowRequest.traceId(info.path("trace_id").asText(""));
    this.experimentId =
        info.at("/trace_location/mlflow_experiment/experiment_id").asText(ExperimentId.DEFAULT);
  }

  /** OTLP's, 32 hex digits. */
  String traceId() {
    return traceId;
  }

  /** As it goes into the log. */
  AnnotationBody.TraceInfo body() {
    Map<String, String> fields = new HashMap<>();
    fields.put(AnnotationBody.TraceInfo.EXPERIMENT_ID, experimentId);
    for (String field : TEXTS) {
      fields.put(field, info.path(field).asText(""));
    }
    fields.put("state", state(info.path("state")));
    fields.put("request_time", nanos("request_time", TraceInfoJson::time));
    fields.put("execution_duration", nanos("execution_duration", TraceInfoJson::duration));
    return new AnnotationBody.TraceInfo(
        fields,
        MlflowRequest.texts("trace_metadata", info.path("trace_metadata")),
        MlflowRequest.texts("tags", info.path("tags")));
  }

  /**
   * What is answered: the same, marked as told, and that its spans are kept here, so that the
   * client need not upload them as an artifact; those that do it always are told where to.
   */
  ObjectNode echo() {
    ObjectNode echo = info.deepCopy();
    echo.remove("assessments");
    Map<String, String> tags = new TreeMap<>(MlflowRequest.texts("tags", info.path("tags")));
    tags.put("mlflow.trace.spansLocation", "TRACKING_STORE");
    tags.put(
        "mlflow.artifactLocation",
        "mlflow-artifacts:/" + experimentId + "/traces/tr-" + traceId + "/artifacts");
    Map<String, String> metadata =
        new TreeMap<>(MlflowRequest.texts("trace_metadata", info.path("trace_metadata")));
    metadata.put("mlflow.trace.infoFinalized", "true");
    put(echo.putObject("tags"), tags);
    put(echo.putObject("trace_metadata"), metadata);
    return echo;
  }

  private static void put(ObjectNode fields, Map<String, String> texts) {
    texts.forEach(fields::put);
  }

  private static String state(JsonNode told) {
    if (told.isIntegralNumber() && told.asInt() >= 0 && told.asInt() < STATES.size()) {
      return STATES.get(told.asInt());
    }
    String state = told.asText("");
    if (state.isEmpty()) {
      return STATES.get(0);
    }
    if (!STATES.contains(state)) {
      throw MlflowException.badField("state", "must be one of " + String.join(", ", STATES));
    }
    return state;
  }

  @FunctionalInterface
  private interface Nanos {
    long read(String text);
  }

  /** '' where the info has none. */
  private String nanos(String field, Nanos nanos) {
    String text = info.path(field).asText("");
    if (text.isEmpty()) {
      return "";
    }
    try {
      return Long.toString(nanos.read(text));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw MlflowException.badField(
          field, "must be as protobuf's JSON has it, e.g. 2026-11-20T15:26:01.286Z or 0.018s");
    }
  }

  private static long time(String text) {
    OffsetDateTime time = OffsetDateTime.parse(text);
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(), NANOS_PER_SECOND), time.getNano());
  }

  private static long duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      throw new NumberFormatException("no seconds");
    }
    return new BigDecimal(text.substring(0, text.length() - 1))
        .movePointRight(NANOS_DIGITS)
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }
}
