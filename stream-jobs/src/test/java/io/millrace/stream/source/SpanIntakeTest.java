// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.dialects.Normaliser;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.ScopeGroup;
import io.millrace.schemas.WireEncoding;
import io.millrace.stream.NoisePolicies;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.trace.Arrivals;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanIntakeTest {
  private static final Span SPAN =
      Span.newBuilder()
          .setTraceId(id(16))
          .setSpanId(id(8))
          .setName("chat")
          .setStartTimeUnixNano(1)
          .setEndTimeUnixNano(2)
          .build();

  private final SpanIntake intake =
      new SpanIntake(Normaliser.bundled(), 1, NoisePolicies.parse("keep-bare"));

  @Test
  void oneSpanUnderTwoResources_hasTwoRanks_soThatOrderDoesNotDecide() {
    SpanFact direct = Arrivals.fact(read(SPAN, "shop").arrivals.get(0));
    SpanFact enriched = Arrivals.fact(read(SPAN, "shop-production").arrivals.get(0));
    SpanFact again = Arrivals.fact(read(SPAN, "shop").arrivals.get(0));

    assertThat(direct.getRank()).isNotEqualTo(enriched.getRank()).isEqualTo(again.getRank());
    assertThat(direct.getRank()).isPositive();
    assertThat(enriched.getRank()).isPositive();
  }

  @Test
  void moreResourcesThanAreRemembered_areEachReadAsTheyCame() {
    for (int round = 0; round < 2; round++) {
      for (int process = 0; process < 400; process++) {
        String service = "shop-" + process;
        assertThat(Arrivals.fact(read(SPAN, service).arrivals.get(0)).getServiceName())
            .isEqualTo(service);
      }
    }
  }

  @Test
  void aFailureToSend_isNotTakenForAFaultOfTheSpan() {
    Collected collected = new Collected();
    collected.failure = new CancellationException("the task is cancelled");

    assertThatThrownBy(() -> intake.read(envelope(SPAN, "shop"), collected))
        .isSameAs(collected.failure);
    assertThat(collected.poisoned).isEmpty();
  }

  @Test
  void aPoisonSpan_isToldApart_andTheOthersGoOn() {
    Span nameless = SPAN.toBuilder().setTraceId(id(3)).build();
    OtlpEnvelope envelope = envelope(nameless, "shop");
    envelope.getGroups().get(0).getItems().add(ByteBuffer.wrap(new byte[] {10, 99}));
    envelope.getGroups().get(0).getItems().add(ByteBuffer.wrap(SPAN.toByteArray()));
    Collected collected = new Collected();

    intake.read(envelope, collected);

    assertThat(collected.poisoned).containsExactly(0, 1);
    assertThat(collected.arrivals).hasSize(1);
  }

  @Test
  void aParentIdOfAnyLength_takesLittleState() {
    Span span = SPAN.toBuilder().setParentSpanId(id(1 << 20)).build();

    SpanFact fact = Arrivals.fact(read(span, "shop").arrivals.get(0));

    assertThat(fact.getParentSpanId()).hasSizeBetween(1, 512);
  }

  @ParameterizedTest
  @CsvSource({"keep, 1, 1, 0", "keep-bare, 1, 0, 0", "'keep, codex=drop', 0, 0, 1"})
  void noise_becomesWhatItsPolicySays(String policies, int arrived, int contents, int dropped) {
    Collected collected = new Collected();
    SpanIntake policed = new SpanIntake(Normaliser.bundled(), 1, NoisePolicies.parse(policies));

    policed.read(envelope(SPAN.toBuilder().setName("poll").build(), "codex_exec"), collected);

    assertThat(collected.arrivals).hasSize(arrived);
    assertThat(collected.contents).isEqualTo(contents);
    assertThat(collected.dropped).isEqualTo(dropped);
  }

  @Test
  void aSpanThatTellsOfTheAgent_isNoNoise() {
    Span turn = SPAN.toBuilder().setName("session_task.turn").build();
    Collected collected = new Collected();

    new SpanIntake(Normaliser.bundled(), 1, NoisePolicies.parse("drop"))
        .read(envelope(turn, "codex_exec"), collected);

    assertThat(collected.arrivals)
        .extracting(a -> Arrivals.fact(a).getNoise())
        .containsExactly(false);
    assertThat(collected.contents).isEqualTo(1);
  }

  private Collected read(Span span, String serviceName) {
    Collected collected = new Collected();
    intake.read(envelope(span, serviceName), collected);
    return collected;
  }

  private static OtlpEnvelope envelope(Span span, String serviceName) {
    Resource resource =
        Resource.newBuilder()
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("service.name")
                    .setValue(AnyValue.newBuilder().setStringValue(serviceName)))
            .build();
    ScopeGroup group =
        new ScopeGroup(
            ByteBuffer.wrap(resource.toByteArray()),
            "",
            ByteBuffer.wrap(new byte[0]),
            "",
            new ArrayList<>(List.of(ByteBuffer.wrap(span.toByteArray()))));
    return OtlpEnvelope.newBuilder()
        .setWorkspace("w")
        .setExperimentId("0")
        .setExperimentExplicit(false)
        .setReceivedTimeUnixNano(3)
        .setEncoding(WireEncoding.PROTOBUF)
        .setGroups(List.of(group))
        .setItemCount(1)
        .setBridgeInstance("test")
        .setBridgeSequence(0)
        .build();
  }

  private static ByteString id(int bytes) {
    byte[] id = new byte[bytes];
    Arrays.fill(id, (byte) 7);
    return ByteString.copyFrom(id);
  }

  private static final class Collected implements SpanIntake.Outcomes {
    final List<SpanArrival> arrivals = new ArrayList<>();
    final List<Integer> poisoned = new ArrayList<>();
    int contents;
    int dropped;
    RuntimeException failure;

    @Override
    public void told(TableRow content) {
      contents++;
    }

    @Override
    public void dropped() {
      dropped++;
    }

    @Override
    public void arrived(SpanArrival arrival) {
      if (failure != null) {
        throw failure;
      }
      arrivals.add(arrival);
    }

    @Override
    public void poisoned(int position, String reason, byte[] bytes) {
      poisoned.add(position);
    }
  }
}
