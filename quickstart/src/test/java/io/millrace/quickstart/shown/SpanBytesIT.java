// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.up.RunningMillrace;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The column raw of span_content is what was sent, byte for byte, though no text is stored twice.
 */
class SpanBytesIT {
  private static final String WORKSPACE = "span-bytes";
  private static final int SPANS = 400;
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(1);
  private static final List<String> LETTERS =
      List.of("a", "b", "7", "\"", "é", "東", "\uFF5E", "\0", "\n", "\uD83C\uDFD4");

  private final RunningMillrace millrace = RunningMillrace.shared();

  @Test
  void raw_isTheSpanAsSent() throws Exception {
    List<Span> spans = randomSpans(new Random(20261122));

    assertThat(export(spans)).isEqualTo(200);
    LogPrefix.now(Map.of("bootstrap.servers", millrace.endpoints().kafka()))
        .awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);

    assertThat(stored("span_content", "hex(raw)")).isEqualTo(sent(spans));
    assertThat(stored("span_content_rows", "toString(notEmpty(raw_cuts))").values())
        .as("some are stored whole, some are not")
        .contains("0", "1");
  }

  private Map<String, String> stored(String table, String value) {
    Map<String, String> stored = new TreeMap<>();
    millrace
        .query(
            "SELECT span_id, %s AS value FROM %s WHERE workspace = {workspace:String}"
                .formatted(value, table),
            Map.of("workspace", WORKSPACE))
        .forEach(row -> stored.put((String) row.get("span_id"), (String) row.get("value")));
    return stored;
  }

  private static Map<String, String> sent(List<Span> spans) {
    Map<String, String> sent = new TreeMap<>();
    for (Span span : spans) {
      sent.put(
          HexFormat.of().formatHex(span.getSpanId().toByteArray()),
          HexFormat.of().withUpperCase().formatHex(span.toByteArray()));
    }
    return sent;
  }

  private int export(List<Span> spans) throws Exception {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
            .build();
    return millrace.export(WORKSPACE, request);
  }

  private static List<Span> randomSpans(Random random) {
    List<Span> spans = new ArrayList<>();
    for (int id = 1; id <= SPANS; id++) {
      spans.add(randomSpan(id, random));
    }
    return spans;
  }

  private static Span randomSpan(long id, Random random) {
    long now = TimeUnit.MILLISECONDS.toNanos(Instant.now().toEpochMilli());
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(ByteBuffer.allocate(16).putLong(8, 1 + id / 7).array()))
            .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id).array()))
            .setName("span " + id)
            .setStartTimeUnixNano(now)
            .setEndTimeUnixNano(now + id);
    for (int i = random.nextInt(12); i > 0; i--) {
      // three letters: some keys come twice
      span.addAttributes(
          KeyValue.newBuilder().setKey(randomText(random, 3)).setValue(randomValue(random)));
    }
    return span.build();
  }

  private static AnyValue randomValue(Random random) {
    AnyValue.Builder value = AnyValue.newBuilder();
    return switch (random.nextInt(6)) {
      case 0 -> value.setIntValue(random.nextLong()).build();
      case 1 -> value.setBytesValue(ByteString.copyFromUtf8(randomText(random, 9))).build();
      case 2 -> value.build();
      default -> value.setStringValue(randomText(random, 400)).build();
    };
  }

  private static String randomText(Random random, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
      text.append(LETTERS.get(random.nextInt(LETTERS.size())));
    }
    return text.toString();
  }
}
