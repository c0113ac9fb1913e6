// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.capture;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;

/**
 * What an OTLP receiver answers that took everything (OTLP 1.8): an empty response message in the
 * request's encoding. Whatever is no OTLP is not found there.
 */
final class Answers {
  /** Not compressed, no bytes: an empty message is empty in protobuf. */
  private static final byte[] EMPTY_GRPC_MESSAGE = new byte[5];

  private static final MediaType GRPC = MediaType.parse("application/grpc");
  private static final int GRPC_OK = 0;
  private static final int GRPC_UNIMPLEMENTED = 12;

  private Answers() {}

  static HttpResponse to(RecordedRequest request) {
    boolean taken = request.signal().isPresent();
    if (request.grpc()) {
      return grpc(taken);
    }
    if (!taken) {
      return HttpResponse.of(HttpStatus.NOT_FOUND);
    }
    return request.contentType().startsWith("application/json")
        ? HttpResponse.of(HttpStatus.OK, MediaType.JSON, "{}")
        : HttpResponse.of(
            HttpStatus.OK, MediaType.parse("application/x-protobuf"), HttpData.empty());
  }

  private static HttpResponse grpc(boolean taken) {
    HttpHeaders trailers =
        HttpHeaders.of("grpc-status", String.valueOf(taken ? GRPC_OK : GRPC_UNIMPLEMENTED));
    ResponseHeaders headers = ResponseHeaders.builder(HttpStatus.OK).contentType(GRPC).build();
    return taken
        ? HttpResponse.of(headers, HttpData.wrap(EMPTY_GRPC_MESSAGE), trailers)
        : HttpResponse.of(headers, HttpData.empty(), trailers);
  }
}
