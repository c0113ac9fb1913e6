// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Every time that a request tells: in OTLP 1.11 all fields of all signals whose name ends with
 * time_unix_nano, and so in MLflow's files of spans. Times inside attributes are texts of the
 * emitter's and stay, as do those of MLflow's trace infos.
 */
final class EventTimes {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROTOBUF_SUFFIX = "time_unix_nano";

  private EventTimes() {}

  /**
   * The body with each time replaced; 0, which means none, stays.
   *
   * @param change of nanoseconds since the epoch
   * @throws IOException if the body is no request of its signal
   */
  static byte[] change(CapturedRequest request, LongUnaryOperator change) throws IOException {
    if (request.isJson()) {
      JsonNode body = JSON.readTree(request.body());
      changeJson(body, change);
      return body.toString().getBytes(UTF_8);
    }
    Message.Builder body =
        newRequest(request.endpoint().signal().orElseThrow()).mergeFrom(request.body());
    changeProtobuf(body, change);
    return body.build().toByteArray();
  }

  private static Message.Builder newRequest(Signal signal) {
    return switch (signal) {
      case TRACES -> ExportTraceServiceRequest.newBuilder();
      case LOGS -> ExportLogsServiceRequest.newBuilder();
      case METRICS -> ExportMetricsServiceRequest.newBuilder();
    };
  }

  private static void changeProtobuf(Message.Builder message, LongUnaryOperator change) {
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      FieldDescriptor descriptor = field.getKey();
      if (descriptor.getName().endsWith(PROTOBUF_SUFFIX)) {
        message.setField(descriptor, changed((Long) field.getValue(), change));
      } else if (descriptor.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        changeMessages(message, descriptor, change);
      }
    }
  }

  private static void changeMessages(
      Message.Builder message, FieldDescriptor field, LongUnaryOperator change) {
    if (!field.isRepeated()) {
      changeProtobuf(message.getFieldBuilder(field), change);
      return;
    }
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      changeProtobuf(message.getRepeatedFieldBuilder(field, i), change);
    }
  }

  private static void changeJson(JsonNode node, LongUnaryOperator change) {
    if (node instanceof ObjectNode object) {
      List.copyOf(object.properties())
          .forEach(
              field -> {
                if (isTime(field.getKey(), field.getValue())) {
                  long time = Long.parseLong(field.getValue().asText());
                  object.put(field.getKey(), Long.toString(changed(time, change)));
                }
              });
    }
    node.forEach(child -> changeJson(child, change));
  }

  /** As a text, as proto3's JSON has it, or as a number, as some emitters send it. */
  private static boolean isTime(String key, JsonNode value) {
    return (key.endsWith("imeUnixNano") || key.endsWith(PROTOBUF_SUFFIX))
        && value.asText().matches("\\d{1,18}|[1-8]\\d{18}");
  }

  private static long changed(long time, LongUnaryOperator change) {
    return time == 0 ? 0 : change.applyAsLong(time);
  }
}
