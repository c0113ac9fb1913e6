// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.jmh;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.dialects.Normaliser;
import io.millrace.schemas.AgentSpan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to make of a span what it means; one operation is one span. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class NormaliseBenchmark {
  /** Divisible by no number of kinds of spans, so that no branch predictor learns the order. */
  private static final int SPANS = 499;

  /** Bytes of a span. */
  @Param({"1024", "10240", "102400"})
  public int spanBytes;

  private final Normaliser normaliser = Normaliser.bundled();
  private List<FleetSpans.Sent> spans;
  private int next;

  /** Generates the spans. */
  @Setup
  public void generate() throws InvalidProtocolBufferException {
    spans = FleetSpans.spans(SPANS, spanBytes);
  }

  /** One span. */
  @Benchmark
  public AgentSpan span() {
    FleetSpans.Sent sent = spans.get(next);
    next = (next + 1) % spans.size();
    return normaliser.normalise(sent.resource(), sent.scope(), sent.span(), sent.bytes());
  }
}
