// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.RequestTimeoutException;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told of a refused request: google.rpc.Status. */
public final class FailureStatus {
  private static final Logger LOG = LoggerFactory.getLogger(FailureStatus.class);

  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final Map<Integer, Code> GRPC_CODES =
      Map.of(
          404, Code.NOT_FOUND,
          405, Code.UNIMPLEMENTED,
          413, Code.RESOURCE_EXHAUSTED,
          415, Code.UNIMPLEMENTED,
          503, Code.UNAVAILABLE);

  private FailureStatus() {}

  /**
   * The refusal behind a failure; a failure that is none is a fault of the bridge, logged here and
   * told without its details.
   */
  public static RefusedException refusal(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RefusedException refused) {
      return refused;
    }
    if (cause instanceof RequestTimeoutException) {
      return new RefusedException(
          RefusalKind.TIMED_OUT, "the request took longer than request-timeout", cause);
    }
    if (Exceptions.isExpected(cause)) {
      // Nobody is there to read it; it is made for the count.
      return new RefusedException(RefusalKind.INVALID, "the client went away", cause);
    }
    LOG.error("A request failed in the bridge", cause);
    return new RefusedException(RefusalKind.INTERNAL, "the bridge failed", cause);
  }

  /** What the server itself answers, in the words of gRPC. */
  public static Status of(int httpStatus, String message) {
    Code code = httpStatus >= INTERNAL_SERVER_ERROR ? Code.INTERNAL : Code.INVALID_ARGUMENT;
    return Status.newBuilder()
        .setCode(GRPC_CODES.getOrDefault(httpStatus, code).value())
        .setMessage(message)
        .build();
  }

  /** The refusal in the words of gRPC, with a RetryInfo if a retry makes sense. */
  public static Status of(RefusedException refusal) {
    RefusalKind kind = refusal.kind();
    Status.Builder status =
        Status.newBuilder().setCode(kind.grpcCode().value()).setMessage(refusal.getMessage());
    if (kind.retryAfter() != null) {
      Duration delay = Duration.newBuilder().setSeconds(kind.retryAfter().toSeconds()).build();
      status.addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()));
    }
    return status.build();
  }
}
