// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.dialects.Normaliser;
import io.millrace.dialects.UnreadableSpanException;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.ScopeGroup;
import io.millrace.sql.row.SpanContentRow;
import io.millrace.sql.table.Table;
import io.millrace.stream.NoisePolicies;
import io.millrace.stream.NoisePolicy;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.SpanArrival;
import java.nio.ByteBuffer;

/**
 * Reads the spans of an envelope one by one: a poison span is told apart, the others of its record
 * go on.
 */
final class SpanIntake {
  /** What becomes of each span. */
  interface Outcomes {
    /** The wide part of the span that arrives next. */
    void told(TableRow content);

    void arrived(SpanArrival arrival);

    /** By the policy for noise. */
    void dropped();

    /** position = index in the envelope. */
    void poisoned(int position, String reason, byte[] bytes);
  }

  private final Normaliser normaliser;
  private final int generation;
  private final NoisePolicies noise;
  private final Surroundings.Known surroundings = new Surroundings.Known();

  SpanIntake(Normaliser normaliser, int generation, NoisePolicies noise) {
    this.normaliser = normaliser;
    this.generation = generation;
    this.noise = noise;
  }

  void read(OtlpEnvelope envelope, Outcomes outcomes) {
    int position = 0;
    for (ScopeGroup group : envelope.getGroups()) {
      Surroundings around = surroundings.of(group);
      for (ByteBuffer item : group.getItems()) {
        readSpan(envelope, around, position, bytes(item), outcomes);
        position++;
      }
    }
  }

  /** What is told is told outside the try: a failure to send is no fault of the span. */
  private void readSpan(
      OtlpEnvelope envelope, Surroundings around, int position, byte[] bytes, Outcomes outcomes) {
    NoisePolicy policy;
    SpanArrival arrival;
    TableRow content;
    try {
      AgentSpan span = around.normalise(normaliser, bytes);
      policy = policy(span.meaning());
      long rank = around.rank(span);
      arrival = SpanFacts.arrival(span, rank, envelope);
      content =
          policy == NoisePolicy.KEEP
              ? new TableRow(Table.SPAN_CONTENT, content(span, rank, envelope.getWorkspace()))
              : null;
    } catch (InvalidProtocolBufferException | UnreadableSpanException e) {
      outcomes.poisoned(position, String.valueOf(e.getMessage()), bytes);
      return;
    } catch (RuntimeException e) {
      // A defect of a rule must not stop the job over data: the span is kept, with the defect
      // named.
      outcomes.poisoned(position, "defect in a dialect rule: " + e, bytes);
      return;
    }
    if (policy == NoisePolicy.DROP) {
      outcomes.dropped();
      return;
    }
    if (content != null) {
      outcomes.told(content);
    }
    outcomes.arrived(arrival);
  }

  private NoisePolicy policy(AgentSpan.Meaning meaning) {
    return meaning.noise() ? noise.of(meaning.dialect()) : NoisePolicy.KEEP;
  }

  private SpanContentRow content(AgentSpan span, long rank, String workspace) {
    AgentSpan.Content content = span.content();
    OwnText input = OwnText.of(content.input(), content.attributes());
    OwnText output = OwnText.of(content.output(), content.attributes());
    CutSpan cut = CutSpan.of(content.raw(), content.attributes());
    return new SpanContentRow(
        generation,
        workspace,
        span.header().traceId(),
        span.header().spanId(),
        input.text(),
        input.key(),
        output.text(),
        output.key(),
        content.messages(),
        content.attributes(),
        content.resource(),
        content.events(),
        content.links(),
        cut.rest(),
        cut.cuts(),
        rank);
  }

  /** What the buffer holds, not to be written to: Avro gives every item an array of its own. */
  static byte[] bytes(ByteBuffer buffer) {
    boolean whole =
        buffer.hasArray()
            && buffer.arrayOffset() == 0
            && buffer.remaining() == buffer.array().length;
    if (whole) {
      return buffer.array();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
