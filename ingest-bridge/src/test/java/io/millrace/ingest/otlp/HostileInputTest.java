// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.schemas.WireEncoding;
import io.millrace.schemas.registry.SchemaCoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests with bytes flipped, cut, doubled and made up: each is taken or told to be malformed,
 * none fails otherwise, and every item that was found is published or refused. More inputs of each
 * kind by {@code -DargLine="-Dmillrace.fuzz.inputs=200000 -Dmillrace.fuzz.seed=7"}.
 */
class HostileInputTest {
  private static final int INPUTS = Integer.getInteger("millrace.fuzz.inputs", 2_000);
  private static final long SEED = Long.getLong("millrace.fuzz.seed", 42);
  private static final int REQUESTS = 50;
  private static final Tenant TENANT = new Tenant("w", "0", false);

  private final RequestTranslator translator =
      new RequestTranslator(new SchemaCoder(new FakeSchemaRegistry()), 64 << 10, 16 << 10);
  private final Mutations mutations = new Mutations(SEED);
  private int taken;

  @ParameterizedTest
  @EnumSource(Signal.class)
  void protobuf_isTakenOrMalformed(Signal signal) throws Exception {
    fuzz(signal, WireEncoding.PROTOBUF);
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void json_isTakenOrMalformed(Signal signal) throws Exception {
    fuzz(signal, WireEncoding.JSON);
  }

  private void fuzz(Signal signal, WireEncoding encoding) throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      bodies.add(request(signal, encoding, i));
    }
    for (int i = 0; i < INPUTS; i++) {
      byte[] body = mutations.of(bodies.get(i % REQUESTS));
      try {
        translate(signal, encoding, body);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + SEED + ", input " + i + ", " + signal, e);
      }
    }
    assertThat(taken).as("inputs that are still OTLP, of seed %s", SEED).isPositive();
  }

  private void translate(Signal signal, WireEncoding encoding, byte[] body) {
    CutRequest cut;
    try {
      cut =
          translator.translate(
              new RequestTranslator.Export(signal, encoding, body, TENANT, Instant.EPOCH),
              bytes -> {});
    } catch (MalformedRequestException malformed) {
      assertThat(malformed).hasMessageNotContaining("null");
      return;
    }
    taken++;
    int refused = cut.rejections().itemCounts().values().stream().mapToInt(count -> count).sum();
    int published = cut.records().stream().mapToInt(OutgoingRecord::itemCount).sum();
    assertThat(published + refused).isEqualTo(cut.receivedItems());
  }

  private static byte[] request(Signal signal, WireEncoding encoding, int seed)
      throws InvalidProtocolBufferException {
    RandomRequests requests = new RandomRequests(seed);
    var message =
        switch (signal) {
          case TRACES -> requests.traces();
          case LOGS -> requests.logs();
          case METRICS -> requests.metrics();
        };
    return encoding == WireEncoding.PROTOBUF
        ? message.toByteArray()
        : JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .print(message)
            .getBytes(StandardCharsets.UTF_8);
  }
}
