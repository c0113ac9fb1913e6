// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.replay;

import java.util.Map;

/**
 * One request as a client sent it.
 *
 * @param name number of the capture's file, with a suffix where a request was split
 * @param endpoint where it goes
 * @param grpc whether it came by gRPC
 * @param contentType of the body; by gRPC always protobuf
 * @param contentEncoding gzip, deflate or ''; the body here is never compressed
 * @param headers to send again, by lower-case name
 * @param body the message
 */
record CapturedRequest(
    String name,
    Endpoint endpoint,
    boolean grpc,
    String contentType,
    String contentEncoding,
    Map<String, String> headers,
    byte[] body) {

  CapturedRequest {
    headers = Map.copyOf(headers);
  }

  boolean isJson() {
    return endpoint.signal().isEmpty() || contentType.startsWith("application/json");
  }

  CapturedRequest withBody(String newName, byte[] newBody) {
    return new CapturedRequest(
        newName, endpoint, grpc, contentType, contentEncoding, headers, newBody);
  }

  CapturedRequest withHeaders(Map<String, String> newHeaders) {
    return new CapturedRequest(
        name, endpoint, grpc, contentType, contentEncoding, newHeaders, body);
  }
}
