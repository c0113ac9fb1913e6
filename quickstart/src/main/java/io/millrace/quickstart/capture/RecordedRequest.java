// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.capture;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.millrace.quickstart.replay.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * One request as it came, ready to be written down.
 *
 * @param path with its query; by gRPC the method
 * @param signal nothing where it is no OTLP
 * @param contentEncoding as it came; the body is without it
 * @param headers by lower-case name, without credentials
 * @param wireBytes size of the body as it came
 * @param body decompressed; of gRPC without its frame
 */
record RecordedRequest(
    boolean grpc,
    String method,
    String path,
    Optional<Signal> signal,
    String contentType,
    String contentEncoding,
    Map<String, String> headers,
    int wireBytes,
    byte[] body) {
  private static final String GRPC_ENCODING = "grpc-encoding";
  private static final int GRPC_FRAME_BYTES = 5;

  /**
   * Reads a request.
   *
   * @throws IOException its encoding is not known or broken
   */
  static RecordedRequest of(AggregatedHttpRequest request) throws IOException {
    String contentType = text(request, HttpHeaderNames.CONTENT_TYPE.toString());
    boolean grpc = contentType.startsWith("application/grpc");
    byte[] wire = request.content().array();
    String encoding =
        text(request, grpc ? GRPC_ENCODING : HttpHeaderNames.CONTENT_ENCODING.toString());
    Map<String, String> headers = new TreeMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toString(), value));
    headers.keySet().removeIf(name -> name.startsWith(":"));
    return new RecordedRequest(
        grpc,
        request.method().name(),
        Secrets.withoutSecrets(request.path()),
        request.method().name().equals("POST") ? Signal.ofPath(request.path()) : Optional.empty(),
        contentType,
        encoding,
        Secrets.withoutSecrets(headers),
        wire.length,
        grpc ? unframe(wire, encoding) : decode(wire, encoding));
  }

  private static String text(AggregatedHttpRequest request, String name) {
    return request.headers().get(name, "");
  }

  /** A unary call is one message: a flag, four bytes of length, the message. */
  private static byte[] unframe(byte[] wire, String encoding) throws IOException {
    if (wire.length < GRPC_FRAME_BYTES) {
      throw new IOException("a gRPC message of " + wire.length + " bytes has no frame");
    }
    int length = ByteBuffer.wrap(wire, 1, Integer.BYTES).getInt();
    if (length != wire.length - GRPC_FRAME_BYTES) {
      throw new IOException(
          "a gRPC message of %d bytes says it has %d".formatted(wire.length, length));
    }
    byte[] message = Arrays.copyOfRange(wire, GRPC_FRAME_BYTES, wire.length);
    return wire[0] == 0 ? message : decode(message, encoding);
  }

  private static byte[] decode(byte[] wire, String encoding) throws IOException {
    try (InputStream in = new ByteArrayInputStream(wire);
        InputStream decoded =
            switch (encoding) {
              case "", "identity" -> in;
              case "gzip" -> new GZIPInputStream(in);
              case "deflate" -> new InflaterInputStream(in);
              default -> throw new IOException("content encoding " + encoding + " is not known");
            }) {
      return decoded.readAllBytes();
    }
  }
}
