// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** However a client's spans arrive, every public view shows the same rows. */
class ReplayOrderIT {
  private static final Logger log = LoggerFactory.getLogger(ReplayOrderIT.class);

  private final RunningMillrace millrace = RunningMillrace.shared();
  private final long seed = ThreadLocalRandom.current().nextLong();

  static List<CorpusClient> clients() throws IOException {
    return CorpusClient.all();
  }

  /** A way to send a capture: so often, with so much in between. */
  private enum Way {
    AS_RECORDED,
    TWICE,
    AGAIN_WHEN_VISIBLE,
    REVERSED,
    SPAN_BY_SPAN,
    SPAN_BY_SPAN_REVERSED,
    SPAN_BY_SPAN_SHUFFLED
  }

  @ParameterizedTest
  @MethodSource("clients")
  void anyOrderSplitOrRepetition_givesTheSameRows(CorpusClient client) {
    log.info("{} with seed {}", client, seed);
    for (Way way : Way.values()) {
      send(client, way);
    }

    List<String> asRecorded = cells(client, Way.AS_RECORDED);

    assertThat(asRecorded).hasSizeGreaterThan((int) client.spans());
    for (Way way : Way.values()) {
      assertThat(cells(client, way))
          .as("%s %s, seed %d", client, way, seed)
          .containsExactlyInAnyOrderElementsOf(asRecorded);
    }
  }

  private void send(CorpusClient client, Way way) {
    send(client, plan(client, way));
    if (way == Way.AGAIN_WHEN_VISIBLE) {
      Ledger.awaitSpans(millrace, workspace(client, way), client.spans(), 0);
    }
    if (repeats(way)) {
      send(client, plan(client, way));
    }
  }

  private void send(CorpusClient client, ReplayPlan plan) {
    assertThat(millrace.send(client.folder(), plan).allAccepted()).isTrue();
  }

  private ReplayPlan plan(CorpusClient client, Way way) {
    return new ReplayPlan(
        Optional.of(workspace(client, way)),
        Optional.empty(),
        way.name().startsWith("SPAN_BY_SPAN"),
        way.name().endsWith("REVERSED"),
        way == Way.SPAN_BY_SPAN_SHUFFLED ? OptionalLong.of(seed) : OptionalLong.empty());
  }

  private List<String> cells(CorpusClient client, Way way) {
    long duplicate = repeats(way) ? client.spans() : 0;
    Ledger.awaitSpans(millrace, workspace(client, way), client.spans(), duplicate);
    return ViewCells.of(millrace, workspace(client, way));
  }

  private static boolean repeats(Way way) {
    return way == Way.TWICE || way == Way.AGAIN_WHEN_VISIBLE;
  }

  private static String workspace(CorpusClient client, Way way) {
    return "order-" + client.name() + "-" + way;
  }
}
