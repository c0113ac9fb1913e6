// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Every benchmark still runs; its numbers are those of the profile jmh. */
class BenchmarksTest {
  @Test
  void everyBenchmark_runsOnceAtEachSize() throws Exception {
    Options once =
        new OptionsBuilder()
            .include("io\\.millrace\\.benchmarks\\.jmh\\..*")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .shouldFailOnError(true)
            .build();

    Collection<RunResult> results = new Runner(once).run();

    TreeSet<String> ran = new TreeSet<>();
    results.forEach(
        result ->
            ran.add(
                result.getPrimaryResult().getLabel()
                    + " "
                    + result.getParams().getParam("spanBytes")));
    assertThat(ran)
        .containsExactlyInAnyOrder(
            "request 1024",
            "request 10240",
            "request 102400",
            "span 1024",
            "span 10240",
            "span 102400");
  }
}
