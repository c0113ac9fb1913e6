// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.quickstart.conform.Client;
import io.millrace.quickstart.replay.Capture;
import io.millrace.quickstart.replay.CaptureParts;
import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the spans of the corpus arrive, every public view shows the same rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayOrderIT {
  private static final Path CORPUS = Path.of("..", "corpus");
  private static final String AS_RECORDED = "as-recorded";

  /**
   * Clients that send more are sent in the ways that take a request a span by hand: {@code millrace
   * conform corpus --one-span}.
   */
  private static final int MAX_SPANS_ONE_BY_ONE = 100;

  /** Every client in every way, for a release; else each in two that the seed chooses. */
  private static final int WAYS_OF_A_CLIENT = Integer.getInteger("millrace.order.ways", 2);

  private final RunningMillrace millrace = RunningMillrace.shared();
  private final int seed = ThreadLocalRandom.current().nextInt(1_000_000);
  private List<Sent> clients;

  /** A client that is sent, with the number of its spans. */
  private record Sent(String name, Capture capture, int spans) {
    static Sent of(Client client) {
      try {
        Capture capture = client.capture();
        return new Sent(client.name(), capture, CaptureParts.spans(capture));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A way to send all captures. */
  private enum Way {
    TWICE,
    AGAIN_WHEN_VISIBLE,
    REST_WHEN_A_THIRD_IS_VISIBLE,
    SPAN_BY_SPAN_REVERSED,
    SPAN_BY_SPAN_SHUFFLED;

    boolean suits(Sent client) {
      boolean oneByOne = name().startsWith("SPAN_BY_SPAN") || this == REST_WHEN_A_THIRD_IS_VISIBLE;
      return !oneByOne || client.spans() <= MAX_SPANS_ONE_BY_ONE;
    }

    int times() {
      return this == TWICE || this == AGAIN_WHEN_VISIBLE ? 2 : 1;
    }
  }

  @BeforeAll
  void sendAsRecorded() throws IOException {
    clients =
        Client.in(CORPUS).stream()
            .map(Sent::of)
            .filter(client -> CaptureParts.isOtlp(client.capture()))
            .toList();
    for (Sent client : clients) {
      send(client.capture(), ReplayPlan.into(workspace(client, AS_RECORDED)));
    }
    for (Sent client : clients) {
      awaitSpans(client, AS_RECORDED, client.spans(), 0);
      assertThat(ViewCells.of(millrace, workspace(client, AS_RECORDED)))
          .as(client.name())
          .hasSizeGreaterThan(client.spans());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyOrderSplitOrRepetition_givesTheSameRows(Way way) throws IOException {
    List<Sent> sent =
        IntStream.range(0, clients.size())
            .filter(i -> isChosen(i, way))
            .mapToObj(clients::get)
            .filter(way::suits)
            .toList();
    assertThat(sent).as("seed %d", seed).isNotEmpty();

    send(way, sent);

    for (Sent client : sent) {
      awaitSpans(client, way.name(), client.spans(), (way.times() - 1) * client.spans());
      assertSameRows(workspace(client, AS_RECORDED), workspace(client, way.name()));
    }
  }

  private boolean isChosen(int client, Way way) {
    List<Way> ways = List.of(Way.values());
    return Math.floorMod(client + ways.indexOf(way) + seed, ways.size()) < WAYS_OF_A_CLIENT;
  }

  private void assertSameRows(String first, String second) {
    if (!ViewCells.fingerprint(millrace, first).equals(ViewCells.fingerprint(millrace, second))) {
      assertThat(
              ViewCells.differences(ViewCells.of(millrace, first), ViewCells.of(millrace, second)))
          .as(second)
          .isEmpty();
      fail("the rows of %s differ in how often they are there", second);
    }
  }

  private void send(Way way, List<Sent> sent) throws IOException {
    switch (way) {
      case TWICE -> sendAll(way, sent, plan(false, true, false, OptionalLong.empty()));
      case AGAIN_WHEN_VISIBLE -> {
        sendAll(way, sent, ReplayPlan.AS_RECORDED);
        sent.forEach(client -> awaitSpans(client, way.name(), client.spans(), 0));
        sendAll(way, sent, ReplayPlan.AS_RECORDED);
      }
      case REST_WHEN_A_THIRD_IS_VISIBLE -> sendByThirds(way, sent);
      case SPAN_BY_SPAN_REVERSED ->
          sendAll(way, sent, plan(true, false, true, OptionalLong.empty()));
      case SPAN_BY_SPAN_SHUFFLED ->
          sendAll(way, sent, plan(true, false, false, OptionalLong.of(seed)));
    }
  }

  private void sendAll(Way way, List<Sent> sent, ReplayPlan plan) {
    for (Sent client : sent) {
      send(client.capture(), plan.inWorkspace(workspace(client, way.name())));
    }
  }

  /** In three parts, none before the last one's rows have been committed. */
  private void sendByThirds(Way way, List<Sent> sent) throws IOException {
    Map<String, Integer> spans = new HashMap<>();
    for (int third = 2; third >= 0; third--) {
      for (Sent client : sent) {
        Capture part = CaptureParts.part(client.capture(), third, 3);
        send(part, ReplayPlan.into(workspace(client, way.name())));
        spans.merge(client.name(), part.requests().size(), Integer::sum);
      }
      sent.forEach(client -> awaitSpans(client, way.name(), spans.get(client.name()), 0));
    }
  }

  private void send(Capture capture, ReplayPlan plan) {
    assertThat(millrace.send(capture, plan).allAccepted()).isTrue();
  }

  private static ReplayPlan plan(
      boolean splitSpans, boolean twice, boolean reverse, OptionalLong shuffleSeed) {
    return new ReplayPlan(
        Optional.empty(), Optional.empty(), splitSpans, twice, reverse, shuffleSeed);
  }

  private void awaitSpans(Sent client, String way, int firstSeen, int duplicate) {
    Ledger.awaitSpans(millrace, workspace(client, way), firstSeen, duplicate);
  }

  /** Names the way and the seed where a wait or a comparison fails. */
  private String workspace(Sent client, String way) {
    return "order-" + client.name() + "-" + way + "-seed-" + seed;
  }
}
