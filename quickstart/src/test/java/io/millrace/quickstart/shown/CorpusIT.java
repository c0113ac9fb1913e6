// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.conform.Client;
import io.millrace.quickstart.conform.ClientResult;
import io.millrace.quickstart.conform.ConformReport;
import io.millrace.quickstart.conform.Conformance;
import io.millrace.quickstart.conform.Way;
import io.millrace.quickstart.conform.report.TextReport;
import io.millrace.quickstart.up.RunningMillrace;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code millrace conform corpus}: each view tells each client's truth, however it was sent. */
class CorpusIT {
  private static final Path CORPUS = Path.of("..", "corpus");

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
    assertThat(report.allRight()).as(String.join("\n", TextReport.lines(report))).isTrue();
  }
}
