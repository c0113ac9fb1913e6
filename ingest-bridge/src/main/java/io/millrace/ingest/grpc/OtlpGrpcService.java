// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.grpc;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.DecompressorRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BridgeMetrics;
import io.millrace.ingest.receive.FailureStatus;
import io.millrace.ingest.receive.Receiver;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * OTLP/gRPC: the Export method of each signal's service.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/1.8.0/#otlpgrpc">OTLP 1.8.0, OTLP/gRPC</a>
 */
public final class OtlpGrpcService {
  private static final BytesMarshaller BYTES = new BytesMarshaller();
  private static final DecompressorRegistry DECOMPRESSORS =
      DecompressorRegistry.getDefaultInstance().with(new ZstdDecompressor(), true);

  private OtlpGrpcService() {}

  /** All three services, to be bound to a server. */
  public static GrpcService of(
      Receiver receiver, BridgeMetrics metrics, Clock clock, int maxBodyBytes) {
    GrpcServiceBuilder builder =
        GrpcService.builder()
            .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
            .maxRequestMessageLength(maxBodyBytes)
            .decompressorRegistry(DECOMPRESSORS)
            .exceptionHandler(
                (context, status, cause, trailers) -> refused(context, cause, trailers, metrics));
    for (Signal signal : Signal.values()) {
      builder.addService(definition(new ExportCall(signal, receiver, metrics, clock)));
    }
    return builder.build();
  }

  /** The same with each call's memory admitted before its message is read. */
  public static HttpService admitting(HttpService service, Admission admission, int maxBodyBytes) {
    return new AdmittingService(service, admission, maxBodyBytes);
  }

  private static ServerServiceDefinition definition(ExportCall call) {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(call.signal().grpcMethod())
            .build();
    return ServerServiceDefinition.builder(call.signal().grpcService())
        .addMethod(method, ServerCalls.asyncUnaryCall(call))
        .build();
  }

  /** A refusal met while the message came in; null = what Armeria makes of the failure. */
  private static Status refused(
      RequestContext context, Throwable cause, Metadata trailers, BridgeMetrics metrics) {
    RefusedException refusal = refusal(cause);
    if (refusal == null) {
      return null;
    }
    for (Signal signal : Signal.values()) {
      if (context.path().equals("/" + signal.grpcMethod())) {
        metrics.answered(signal, ExportCall.TRANSPORT, refusal.kind(), Duration.ZERO);
      }
    }
    StatusRuntimeException exception = exception(refusal);
    trailers.merge(exception.getTrailers());
    return exception.getStatus();
  }

  /**
   * What Armeria meets while it unpacks a message, in the bridge's words: a message beyond its
   * limit, bytes that are no gRPC, a client too slow. Null = something else.
   */
  private static RefusedException refusal(Throwable cause) {
    if (cause instanceof StatusRuntimeException status) {
      return switch (status.getStatus().getCode()) {
        case RESOURCE_EXHAUSTED ->
            new RefusedException(
                RefusalKind.TOO_LARGE, "the message is larger than max-body-bytes", cause);
        case INTERNAL, UNKNOWN ->
            new RefusedException(RefusalKind.INVALID, "the body is not a gRPC message", cause);
        default -> null;
      };
    }
    if (cause instanceof IOException) {
      return new RefusedException(
          RefusalKind.INVALID, "the message is not packed as grpc-encoding says", cause);
    }
    if (cause instanceof IndexOutOfBoundsException) {
      // Armeria 1.36 reads a unary call's only frame without looking how much of it there is.
      return new RefusedException(
          RefusalKind.INVALID, "the message ends before its frame does", cause);
    }
    boolean ours = cause instanceof RefusedException || cause instanceof RequestTimeoutException;
    return ours ? FailureStatus.refusal(cause) : null;
  }

  /** With google.rpc.Status in the trailers, whose RetryInfo clients look for. */
  static StatusRuntimeException exception(RefusedException refusal) {
    return StatusProto.toStatusRuntimeException(FailureStatus.of(refusal));
  }
}
