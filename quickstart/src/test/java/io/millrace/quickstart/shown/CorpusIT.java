// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every client of the corpus, sent as by {@code millrace send}: each view tells its truth. */
class CorpusIT {
  private static final Logger log = LoggerFactory.getLogger(CorpusIT.class);
  private static final Duration RIGHT_WITHIN = Duration.ofSeconds(10);

  static List<CorpusClient> clients() throws IOException {
    return CorpusClient.all();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void client_isToldAsItWasByEveryView(CorpusClient client) {
    RunningMillrace millrace = RunningMillrace.shared();
    String workspace = "corpus-" + client.name();

    assertThat(millrace.send(client.folder(), ReplayPlan.into(workspace)).allAccepted()).isTrue();

    long sentNanos = System.nanoTime();
    await(client.name())
        .atMost(RIGHT_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertTold(client, answers(millrace, workspace), sentNanos));
    log.info("{} is told by every view after {}", client, since(sentNanos));
  }

  private static Map<ViewQuestion, Facts> answers(RunningMillrace millrace, String workspace) {
    Map<ViewQuestion, Facts> answers = new EnumMap<>(ViewQuestion.class);
    for (ViewQuestion question : ViewQuestion.values()) {
      List<Map<String, Object>> rows =
          millrace.query(question.sql(), Map.of("workspace", workspace));
      answers.put(question, Facts.of(rows.get(0)));
    }
    return answers;
  }

  private static void assertTold(
      CorpusClient client, Map<ViewQuestion, Facts> answers, long sentNanos) {
    Facts truth = Facts.trueOf(client);
    Set<String> asked = new TreeSet<>();
    SoftAssertions softly = new SoftAssertions();
    answers.forEach(
        (question, answer) -> {
          Facts askable = askable(client, question, answer);
          asked.addAll(askable.names());
          softly
              .assertThat(askable.sharedWith(truth).byName())
              .as("%s of %s, %s after it was sent", question.view(), client, since(sentNanos))
              .isEqualTo(truth.sharedWith(askable).byName());
        });
    softly.assertThat(asked).as("facts that some view is asked for").containsAll(truth.names());
    softly.assertAll();
  }

  /** A view by an identity that the client does not send has nothing but that absence to tell. */
  private static Facts askable(CorpusClient client, ViewQuestion question, Facts answer) {
    return Facts.notSent(client).contains(question.view())
        ? answer.sharedWith(Facts.of(Map.of(question.view(), List.of())))
        : answer;
  }

  private static Duration since(long startNanos) {
    return Duration.ofMillis((System.nanoTime() - startNanos) / 1_000_000);
  }
}
