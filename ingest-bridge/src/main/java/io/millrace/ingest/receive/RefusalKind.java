// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import io.grpc.Status;
import java.time.Duration;

/**
 * Every way in which a whole request is refused, with the answer in both protocols. Clients repeat
 * only 429, 502, 503 and 504, and gRPC's RESOURCE_EXHAUSTED only with a RetryInfo.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/1.8.0/#failures">OTLP 1.8.0, Failures</a>
 */
public enum RefusalKind {
  /** Not OTLP, or headers that make no sense: permanent. */
  INVALID(400, Status.Code.INVALID_ARGUMENT, null),
  /** Not from where it comes: permanent. */
  FORBIDDEN(403, Status.Code.PERMISSION_DENIED, null),
  /** Beyond the body limit: permanent. */
  TOO_LARGE(413, Status.Code.RESOURCE_EXHAUSTED, null),
  /** A content type or encoding that OTLP does not have: permanent. */
  UNSUPPORTED(415, Status.Code.UNIMPLEMENTED, null),
  /** Too much is in flight: retryable. */
  OVERLOADED(429, Status.Code.RESOURCE_EXHAUSTED, Duration.ofSeconds(1)),
  /** A fault of the bridge itself; the same bytes would meet it again: permanent. */
  INTERNAL(500, Status.Code.INTERNAL, null),
  /** Not there within request-timeout, sent too slowly most often: retryable. */
  TIMED_OUT(503, Status.Code.UNAVAILABLE, Duration.ofSeconds(2)),
  /** Kafka or the schema registry does not answer: retryable. */
  UNAVAILABLE(503, Status.Code.UNAVAILABLE, Duration.ofSeconds(2));

  private final int httpStatus;
  private final Status.Code grpcCode;
  private final Duration retryAfter;

  RefusalKind(int httpStatus, Status.Code grpcCode, Duration retryAfter) {
    this.httpStatus = httpStatus;
    this.grpcCode = grpcCode;
    this.retryAfter = retryAfter;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public Status.Code grpcCode() {
    return grpcCode;
  }

  /** When to try again; null = never. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
