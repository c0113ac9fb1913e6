// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.quickstart.chaos.Fault.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final List<String> VICTIMS = List.of("broker", "clickhouse", "job");
  private static final int MANY = 300;

  @Test
  void faults_ofOneSeedAreTheSame() {
    assertThat(some(7, true)).isEqualTo(some(7, true)).isNotEqualTo(some(8, true));
  }

  @Test
  void faults_areOfEveryKindAndStrikeEveryVictim() {
    assertThat(some(7, true)).extracting(Fault::kind).contains(Kind.values());
    assertThat(some(7, true)).flatExtracting(Fault::victims).containsAll(VICTIMS);
  }

  @Test
  void disk_thatMayNotBeFilled_isNot() {
    assertThat(some(7, false))
        .extracting(Fault::kind)
        .containsOnly(
            Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.FULL_DISK)
                .toArray(Kind[]::new));
  }

  @Test
  void fault_tellsWhatHappensToWhomAndHowLong() {
    assertThat(new Fault(Kind.KILL, List.of("broker", "job"), Duration.ZERO))
        .hasToString("kill -9 of broker, job");
    assertThat(new Fault(Kind.STANDSTILL, List.of("broker"), Duration.ofMillis(1_500)))
        .hasToString("SIGSTOP of broker for 1.5 s");
    assertThat(new Fault(Kind.REFUSE, List.of(), Duration.ofSeconds(2)))
        .hasToString("ClickHouse refuses connections for 2.0 s");
  }

  private static List<Fault> some(long seed, boolean withFullDisk) {
    Faults faults = new Faults(seed, VICTIMS, withFullDisk);
    return Stream.generate(faults::next).limit(MANY).toList();
  }
}
