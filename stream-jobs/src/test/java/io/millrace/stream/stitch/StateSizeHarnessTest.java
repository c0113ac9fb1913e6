// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.trace.TraceGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What a trace weighs in a checkpoint, before compression: open, and let go of. */
class StateSizeHarnessTest {
  private static final int TRACES = 500;
  private static final int SPANS = 10;

  @Test
  void openTraceAndTombstone_weighWhatTheyMay(TestReporter reporter) throws Exception {
    try (StitchRun run = new StitchRun(TRACES)) {
      long empty = run.checkpointBytes();
      for (int trace = 0; trace < TRACES; trace++) {
        for (SpanArrival arrival : arrivals(trace)) {
          run.arrive(arrival);
        }
      }
      run.committedBarrier();
      long open = (run.checkpointBytes() - empty) / TRACES;
      run.idle();
      long idle = (run.checkpointBytes() - empty) / TRACES;
      reporter.publishEntry(
          "bytes in a checkpoint",
          "open trace of %d spans: %d, idle trace: %d".formatted(SPANS, open, idle));
      assertThat(run.traces().evictedCount()).isEqualTo(TRACES);
      assertThat(open).as("bytes of an open trace").isLessThan(SPANS * 600L);
      assertThat(idle).as("bytes of an idle trace").isLessThan(100);
    }
  }

  private static List<SpanArrival> arrivals(int trace) {
    List<SpanArrival> arrivals = new ArrayList<>();
    for (SpanArrival arrival : new TraceGenerator(trace).arrivals(SPANS)) {
      arrivals.add(
          SpanArrival.newBuilder(arrival)
              .setWorkspace("default")
              .setTraceId(String.format("%032x", trace))
              .build());
    }
    return arrivals;
  }
}
