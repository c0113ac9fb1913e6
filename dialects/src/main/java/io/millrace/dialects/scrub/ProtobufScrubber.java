// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.scrub;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.dialects.scrub.TextScrubber.Context;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Scrubs OTLP messages of any signal: attributes by their keys, status messages and log bodies
 * always. Names of spans, events, scopes and metrics are facts. Fields unknown to this build are
 * left out: nobody knows what is in them.
 */
final class ProtobufScrubber {
  private final TextScrubber texts;

  ProtobufScrubber(TextScrubber texts) {
    this.texts = texts;
  }

  /** A scrubbed copy of any OTLP message. */
  Message scrub(Message message) {
    if (message instanceof KeyValue attribute) {
      return KeyValue.newBuilder()
          .setKey(attribute.getKey())
          .setValue(attribute(attribute.getKey(), attribute.getValue()))
          .build();
    }
    if (message instanceof Status status) {
      return Status.newBuilder()
          .setMessage(Filler.of(status.getMessage()))
          .setCode(status.getCode())
          .build();
    }
    if (message instanceof LogRecord log && log.hasBody()) {
      AnyValue body = value("", log.getBody(), Context.CHAT);
      return fields(log.toBuilder().clearBody().build()).setField(body(), body).build();
    }
    return fields(message).build();
  }

  private static FieldDescriptor body() {
    return LogRecord.getDescriptor().findFieldByNumber(LogRecord.BODY_FIELD_NUMBER);
  }

  private Message.Builder fields(Message message) {
    Message.Builder builder = message.toBuilder();
    builder.setUnknownFields(UnknownFieldSet.getDefaultInstance());
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.getKey().isRepeated()) {
        List<Message> scrubbed = new ArrayList<>();
        ((List<?>) field.getValue()).forEach(element -> scrubbed.add(scrub((Message) element)));
        builder.setField(field.getKey(), scrubbed);
      } else {
        builder.setField(field.getKey(), scrub((Message) field.getValue()));
      }
    }
    return builder;
  }

  private AnyValue attribute(String key, AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> text(texts.attribute(key, value.getStringValue()));
      case ARRAY_VALUE -> array(value, element -> attribute(key, element));
      case KVLIST_VALUE ->
          texts.rules().keepsAttribute(key)
              ? value
              : value("", value, texts.rules().isChat(key) ? Context.CHAT : Context.PAYLOAD);
      case BYTES_VALUE -> zeros(value);
      default -> value;
    };
  }

  private AnyValue value(String field, AnyValue value, Context context) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> text(texts.field(field, value.getStringValue(), context));
      case ARRAY_VALUE -> array(value, element -> value(field, element, context));
      case KVLIST_VALUE -> object(value, texts.below(field, context));
      case BYTES_VALUE -> zeros(value);
      default -> value;
    };
  }

  private AnyValue object(AnyValue value, Context context) {
    KeyValueList.Builder list = KeyValueList.newBuilder();
    for (KeyValue entry : value.getKvlistValue().getValuesList()) {
      list.addValues(
          KeyValue.newBuilder()
              .setKey(entry.getKey())
              .setValue(value(entry.getKey(), entry.getValue(), context)));
    }
    return AnyValue.newBuilder().setKvlistValue(list).build();
  }

  private static AnyValue array(AnyValue value, UnaryOperator<AnyValue> scrub) {
    ArrayValue.Builder array = ArrayValue.newBuilder();
    value.getArrayValue().getValuesList().forEach(e -> array.addValues(scrub.apply(e)));
    return AnyValue.newBuilder().setArrayValue(array).build();
  }

  private static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  private static AnyValue zeros(AnyValue value) {
    ByteString zeros = ByteString.copyFrom(new byte[value.getBytesValue().size()]);
    return AnyValue.newBuilder().setBytesValue(zeros).build();
  }
}
