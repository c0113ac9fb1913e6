// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.jmh;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.otlp.CutRequest;
import io.millrace.ingest.otlp.MalformedRequestException;
import io.millrace.ingest.otlp.RequestTranslator;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.otlp.Tenant;
import io.millrace.schemas.WireEncoding;
import io.millrace.schemas.registry.SchemaCoder;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs the bridge to cut a request into records, without HTTP and Kafka; one operation is
 * one span.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BridgeCuttingBenchmark {
  /** As annotations take it. */
  private static final int SPANS_A_REQUEST = 20;

  /** Bytes of a span. */
  @Param({"1024", "10240", "102400"})
  public int spanBytes;

  private final LimitsConfig limits = LimitsConfig.DEFAULTS;
  private final RequestTranslator translator =
      new RequestTranslator(
          new SchemaCoder(new OneIdRegistry()), limits.maxSpanBytes(), limits.maxRecordBytes());
  private RequestTranslator.Export export;

  /** Generates the request. */
  @Setup
  public void generate() throws InvalidProtocolBufferException {
    byte[] body = FleetSpans.request(SPANS_A_REQUEST, spanBytes);
    export =
        new RequestTranslator.Export(
            Signal.TRACES,
            WireEncoding.PROTOBUF,
            body,
            new Tenant("default", "0", false),
            Instant.EPOCH);
  }

  /** One request of twenty spans, of several traces. */
  @Benchmark
  @OperationsPerInvocation(SPANS_A_REQUEST)
  public CutRequest request() throws MalformedRequestException {
    return translator.translate(export, bytes -> {});
  }
}
