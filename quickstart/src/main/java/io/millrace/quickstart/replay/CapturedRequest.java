// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.util.Map;

/**
 * One export request as a client sent it.
 *
 * @param name number of the capture's file, with a suffix where a request was split
 * @param signal which signal it carries
 * @param grpc whether it came by gRPC
 * @param contentType of the body; by gRPC always protobuf
 * @param contentEncoding gzip, deflate or ''; the body here is never compressed
 * @param headers to send again, by lower-case name
 * @param body the message
 */
record CapturedRequest(
    String name,
    Signal signal,
    boolean grpc,
    String contentType,
    String contentEncoding,
    Map<String, String> headers,
    byte[] body) {

  CapturedRequest {
    headers = Map.copyOf(headers);
  }

  boolean isJson() {
    return contentType.startsWith("application/json");
  }

  CapturedRequest withBody(String newName, byte[] newBody) {
    return new CapturedRequest(
        newName, signal, grpc, contentType, contentEncoding, headers, newBody);
  }

  CapturedRequest withHeaders(Map<String, String> newHeaders) {
    return new CapturedRequest(name, signal, grpc, contentType, contentEncoding, newHeaders, body);
  }
}
