// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.quickstart.conform.LogPrefix;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.schemas.Topics;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A span whose attributes cannot be read, between two good ones of its trace: the bridge, which
 * does not look at attributes, takes all three into one record.
 */
class PoisonSpanIT {
  private static final String WORKSPACE = "poisoned";
  private static final String MARK = "the poison span";
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(1);

  /** A KeyValue whose key is said to be longer than it is. */
  private static final ByteString BROKEN_ATTRIBUTE = ByteString.copyFrom(new byte[] {0x0A, 0x7F});

  private final RunningMillrace millrace = RunningMillrace.shared();

  @Test
  void poisonSpan_becomesADeadLetterAndItsNeighboursAreTold() throws Exception {
    assertThat(export()).isEqualTo(200);
    Map<String, Object> kafka = Map.of("bootstrap.servers", millrace.endpoints().kafka());
    LogPrefix.now(kafka).awaitShown(millrace.conformTarget().reader(), SHOWN_WITHIN);

    Map<String, Object> workspace = Map.of("workspace", WORKSPACE);
    assertThat(
            millrace.query(
                "SELECT name FROM spans WHERE workspace = {workspace:String} ORDER BY name",
                workspace))
        .extracting(row -> row.get("name"))
        .containsExactly("first", "third");
    assertThat(
            millrace.query(
                "SELECT position, position(bytes, 'the poison span') > 0 AS whole FROM dead_letters WHERE workspace = {workspace:String}",
                workspace))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("position", 1))
        .satisfies(row -> assertThat(row.get("whole").toString()).isEqualTo("1"));
    assertThat(new TopicDump(kafka).texts(Topics.DEAD_LETTER))
        .filteredOn(letter -> letter.contains(MARK))
        .hasSize(1);
  }

  private int export() throws Exception {
    UnknownFieldSet.Field spans =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(span(1, "first").toByteString())
            .addLengthDelimited(poison())
            .addLengthDelimited(span(3, "third").toByteString())
            .build();
    ScopeSpans scope =
        ScopeSpans.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder().addField(ScopeSpans.SPANS_FIELD_NUMBER, spans).build())
            .build();
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
            .build();
    return millrace.export(WORKSPACE, request);
  }

  private static ByteString poison() {
    return span(2, MARK).toBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    Span.ATTRIBUTES_FIELD_NUMBER,
                    UnknownFieldSet.Field.newBuilder().addLengthDelimited(BROKEN_ATTRIBUTE).build())
                .build())
        .build()
        .toByteString();
  }

  private static Span span(long id, String name) {
    long now = TimeUnit.MILLISECONDS.toNanos(Instant.now().toEpochMilli());
    return Span.newBuilder()
        .setTraceId(ByteString.copyFrom(ByteBuffer.allocate(16).putLong(8, 7).array()))
        .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id).array()))
        .setName(name)
        .setStartTimeUnixNano(now)
        .setEndTimeUnixNano(now + 1)
        .build();
  }
}
