// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.dialects.Normaliser;
import io.millrace.dialects.UnreadableSpanException;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.MergeRank;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.ScopeGroup;
import io.millrace.sql.row.SpanContentRow;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;

/**
 * Reads the spans of an envelope one by one: a poison span is told apart, the others of its record
 * go on.
 */
final class SpanIntake {
  /** What becomes of each span. */
  interface Outcomes {
    void arrived(AgentSpan span, SpanContentRow content);

    /** position = index in the envelope. */
    void poisoned(int position, String reason, byte[] bytes);
  }

  private final Normaliser normaliser;
  private final int generation;

  SpanIntake(Normaliser normaliser, int generation) {
    this.normaliser = normaliser;
    this.generation = generation;
  }

  void read(OtlpEnvelope envelope, Outcomes outcomes) {
    int position = 0;
    for (ScopeGroup group : envelope.getGroups()) {
      Surroundings around = Surroundings.of(group);
      for (ByteBuffer item : group.getItems()) {
        byte[] bytes = bytes(item);
        try {
          AgentSpan span = around.normalise(normaliser, bytes);
          outcomes.arrived(span, content(span, envelope.getWorkspace()));
        } catch (InvalidProtocolBufferException | UnreadableSpanException e) {
          outcomes.poisoned(position, e.getMessage(), bytes);
        } catch (RuntimeException e) {
          // A defect of a rule must not stop the job over data: the span is kept, with the defect
          // named.
          outcomes.poisoned(position, "defect in a dialect rule: " + e, bytes);
        }
        position++;
      }
    }
  }

  private SpanContentRow content(AgentSpan span, String workspace) {
    AgentSpan.Content content = span.content();
    return new SpanContentRow(
        generation,
        workspace,
        span.header().traceId(),
        span.header().spanId(),
        content.input(),
        content.output(),
        content.messages(),
        content.attributes(),
        content.resource(),
        content.events(),
        content.links(),
        content.raw(),
        MergeRank.of(span));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Resource and scope of a group; unreadable ones poison each of its spans. */
  private record Surroundings(
      Resource resource, InstrumentationScope scope, InvalidProtocolBufferException unreadable) {
    static Surroundings of(ScopeGroup group) {
      try {
        return new Surroundings(
            Resource.parseFrom(bytes(group.getResource())),
            InstrumentationScope.parseFrom(bytes(group.getScope())),
            null);
      } catch (InvalidProtocolBufferException e) {
        return new Surroundings(null, null, e);
      }
    }

    AgentSpan normalise(Normaliser normaliser, byte[] bytes)
        throws InvalidProtocolBufferException, UnreadableSpanException {
      if (unreadable != null) {
        throw unreadable;
      }
      return normaliser.normalise(resource, scope, Span.parseFrom(bytes), bytes);
    }
  }
}
