// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a client's spans arrive, every public view shows the same rows. */
class ReplayOrderIT {
  private final RunningMillrace millrace = RunningMillrace.shared();

  @TempDir private Path folder;
  private final long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);

  static List<CorpusClient> clients() throws IOException {
    return CorpusClient.all();
  }

  /** A way to send a capture's spans. */
  private enum Way {
    AS_RECORDED,
    TWICE,
    AGAIN_WHEN_VISIBLE,
    REST_WHEN_A_THIRD_IS_VISIBLE,
    REVERSED,
    SPAN_BY_SPAN,
    SPAN_BY_SPAN_REVERSED,
    SPAN_BY_SPAN_SHUFFLED
  }

  @ParameterizedTest
  @MethodSource("clients")
  void anyOrderSplitOrRepetition_givesTheSameRows(CorpusClient client) throws IOException {
    for (Way way : Way.values()) {
      send(client, way);
    }

    List<String> asRecorded = cells(client, Way.AS_RECORDED);

    assertThat(asRecorded).hasSizeGreaterThan((int) client.spans());
    for (Way way : Way.values()) {
      assertThat(ViewCells.differences(asRecorded, cells(client, way)))
          .as(workspace(client, way))
          .isEmpty();
    }
  }

  private void send(CorpusClient client, Way way) throws IOException {
    String workspace = workspace(client, way);
    switch (way) {
      case AS_RECORDED -> send(client.folder(), ReplayPlan.into(workspace));
      case TWICE -> {
        send(client.folder(), ReplayPlan.into(workspace));
        send(client.folder(), ReplayPlan.into(workspace));
      }
      case AGAIN_WHEN_VISIBLE -> {
        send(client.folder(), ReplayPlan.into(workspace));
        Ledger.awaitSpans(millrace, workspace, client.spans(), 0);
        send(client.folder(), ReplayPlan.into(workspace));
      }
      case REST_WHEN_A_THIRD_IS_VISIBLE -> sendByThirds(client, workspace);
      case REVERSED -> send(client.folder(), plan(workspace, false, true));
      case SPAN_BY_SPAN -> send(client.folder(), plan(workspace, true, false));
      case SPAN_BY_SPAN_REVERSED -> send(client.folder(), plan(workspace, true, true));
      case SPAN_BY_SPAN_SHUFFLED -> send(client.folder(), shuffled(workspace));
    }
  }

  /** In three parts, none before the last one's rows have been committed. */
  private void sendByThirds(CorpusClient client, String workspace) throws IOException {
    long sent = 0;
    for (int third = 2; third >= 0; third--) {
      Path part = folder.resolve(client.name() + "-" + third);
      CapturePart capture = CapturePart.write(client, part, third, 3);
      send(capture.folder(), ReplayPlan.into(workspace));
      sent += capture.spans();
      Ledger.awaitSpans(millrace, workspace, sent, 0);
    }
  }

  private void send(Path capture, ReplayPlan plan) {
    assertThat(millrace.send(capture, plan).allAccepted()).isTrue();
  }

  private static ReplayPlan plan(String workspace, boolean splitSpans, boolean reverse) {
    return new ReplayPlan(
        Optional.of(workspace), Optional.empty(), splitSpans, false, reverse, OptionalLong.empty());
  }

  private ReplayPlan shuffled(String workspace) {
    return new ReplayPlan(
        Optional.of(workspace), Optional.empty(), true, false, false, OptionalLong.of(seed));
  }

  private List<String> cells(CorpusClient client, Way way) {
    boolean repeated = way == Way.TWICE || way == Way.AGAIN_WHEN_VISIBLE;
    Ledger.awaitSpans(
        millrace, workspace(client, way), client.spans(), repeated ? client.spans() : 0);
    return ViewCells.of(millrace, workspace(client, way));
  }

  /** Names the way and the seed where a wait or a comparison fails. */
  private String workspace(CorpusClient client, Way way) {
    return "order-" + client + "-" + way + "-seed-" + seed;
  }
}
