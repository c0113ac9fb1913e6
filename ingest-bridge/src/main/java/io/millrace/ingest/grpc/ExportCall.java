// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.grpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.millrace.ingest.otlp.ExportReply;
import io.millrace.ingest.otlp.Rejections;
import io.millrace.ingest.otlp.RequestTranslator;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.receive.BridgeMetrics;
import io.millrace.ingest.receive.FailureStatus;
import io.millrace.ingest.receive.Receiver;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.schemas.WireEncoding;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The Export method of one signal. */
final class ExportCall implements ServerCalls.UnaryMethod<byte[], byte[]> {
  static final String TRANSPORT = "grpc";

  private final Signal signal;
  private final Receiver receiver;
  private final BridgeMetrics metrics;
  private final Clock clock;

  ExportCall(Signal signal, Receiver receiver, BridgeMetrics metrics, Clock clock) {
    this.signal = signal;
    this.receiver = receiver;
    this.metrics = metrics;
    this.clock = clock;
  }

  Signal signal() {
    return signal;
  }

  @Override
  public void invoke(byte[] request, StreamObserver<byte[]> reply) {
    long startNanos = System.nanoTime();
    ServiceRequestContext context = ServiceRequestContext.current();
    AdmittingService.Admitted admitted = context.attr(AdmittingService.ADMITTED);
    RequestTranslator.Export export =
        new RequestTranslator.Export(
            signal, WireEncoding.PROTOBUF, request, admitted.tenant(), clock.instant());
    // Its failure is answered in its last step; nothing is left to look at.
    CompletableFuture<Rejections> unused =
        CompletableFuture.completedFuture(export)
            .thenComposeAsync(
                received -> receiver.receive(received, admitted.reservation()),
                context.blockingTaskExecutor())
            .whenComplete(
                (rejections, failure) -> {
                  RefusedException refusal =
                      failure == null ? null : FailureStatus.refusal(failure);
                  Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
                  metrics.answered(
                      signal, TRANSPORT, refusal == null ? null : refusal.kind(), took);
                  answer(reply, rejections, refusal);
                });
  }

  private static void answer(
      StreamObserver<byte[]> reply, Rejections rejections, RefusedException refusal) {
    if (refusal != null) {
      reply.onError(OtlpGrpcService.exception(refusal));
      return;
    }
    reply.onNext(ExportReply.protobuf(rejections));
    reply.onCompleted();
  }
}
