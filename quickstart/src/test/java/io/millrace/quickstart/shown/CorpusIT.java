// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.quickstart.replay.ReplayPlan;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client of the corpus, sent as by {@code millrace send}: each view tells its truth. */
class CorpusIT {
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
    Set<String> notTold = new TreeSet<>(truth.byName().keySet());
    List<String> differences = new ArrayList<>();
    answers.forEach(
        (question, answer) -> {
          // A view by an identity that the client does not send is empty, by its own fact.
          Facts told =
              Facts.notSent(client).contains(question.view())
                  ? answer.only(question.view())
                  : answer;
          differences.addAll(told.differences(question.view(), truth));
          notTold.removeAll(told.byName().keySet());
        });
    assertThat(differences).as("%s, %s after it was sent", client, since(sentNanos)).isEmpty();
    assertThat(notTold).as("facts that no view is asked for").isEmpty();
  }

  private static Duration since(long startNanos) {
    return Duration.ofMillis((System.nanoTime() - startNanos) / 1_000_000);
  }
}
