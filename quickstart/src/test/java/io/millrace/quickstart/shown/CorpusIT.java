// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.conform.Client;
import io.millrace.quickstart.conform.ClientResult;
import io.millrace.quickstart.conform.ConformReport;
import io.millrace.quickstart.conform.Conformance;
import io.millrace.quickstart.conform.FactResult;
import io.millrace.quickstart.conform.OpenFacts;
import io.millrace.quickstart.conform.Verdict;
import io.millrace.quickstart.conform.Way;
import io.millrace.quickstart.conform.report.MarkdownReport;
import io.millrace.quickstart.conform.report.TextReport;
import io.millrace.quickstart.up.RunningMillrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code millrace conform corpus}: each view tells each client's truth, however it was sent. */
class CorpusIT {
  private static final Path CORPUS = Path.of("..", "corpus");

  private static final Path PAGE = Path.of("..", "docs", "conformance.md");

  static List<Way> ways() {
    return List.of(Way.AS_RECORDED, new Way(OptionalLong.of(5), false, true));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyClient_isToldAsItWasByEveryView(Way way) throws Exception {
    RunningMillrace millrace = RunningMillrace.shared();
    List<Client> clients = Client.in(CORPUS);

    ConformReport report =
        new Conformance(millrace.conformTarget(), way, Conformance.newRun()).check(clients);

    assertThat(report.clients()).extracting(ClientResult::client).hasSameSizeAs(clients);
    assertThat(wrong(report)).as(String.join("\n", TextReport.lines(report))).isEqualTo(open());
    assertThat(PAGE)
        .as("written by './millrace conform corpus --markdown'")
        .hasContent(MarkdownReport.text(report, OpenFacts.in(CORPUS)));
    assertThat(report.clients()).allSatisfy(client -> assertThat(client.problems()).isEmpty());
    assertThat(report.clients())
        .allSatisfy(
            client -> assertThat(client.notTaken()).allMatch(reason -> saysNoFact(client, reason)));
  }

  /** A conversation with MLflow's server is sent again without what depends on its answers. */
  private static boolean saysNoFact(ClientResult client, String reason) {
    return client.client().startsWith("mlflow-rest/") && reason.endsWith(" is not sent again");
  }

  private static Map<String, Set<String>> wrong(ConformReport report) {
    Map<String, Set<String>> wrong = new TreeMap<>();
    for (ClientResult client : report.clients()) {
      for (FactResult fact : client.facts()) {
        if (fact.verdict() == Verdict.WRONG) {
          wrong.computeIfAbsent(client.client(), name -> new TreeSet<>()).add(fact.field());
        }
      }
    }
    return wrong;
  }

  /** What is known not to be told yet, with the reason: corpus/open.json. */
  private static Map<String, Set<String>> open() throws IOException {
    Map<String, Set<String>> open = new TreeMap<>();
    OpenFacts.in(CORPUS)
        .reasons()
        .forEach((client, facts) -> open.put(client, new TreeSet<>(facts.keySet())));
    return open;
  }
}
