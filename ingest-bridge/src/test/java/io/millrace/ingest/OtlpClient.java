// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.Codec;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Exports traces in each of OTLP's protocols and encodings. */
final class OtlpClient {
  private static final List<Integer> RETRYABLE = List.of(429, 502, 503, 504);

  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  OtlpClient(int port) {
    this.port = port;
  }

  /** Protocol, body and encoding. */
  enum Way {
    PROTOBUF("application/x-protobuf", ""),
    PROTOBUF_GZIP("application/x-protobuf", "gzip"),
    PROTOBUF_ZSTD("application/x-protobuf", "zstd"),
    JSON("application/json", ""),
    JSON_GZIP("application/json", "gzip"),
    GRPC("application/grpc", ""),
    GRPC_GZIP("application/grpc", "gzip"),
    GRPC_ZSTD("application/grpc", "zstd");

    private final String contentType;
    private final String encoding;

    Way(String contentType, String encoding) {
      this.contentType = contentType;
      this.encoding = encoding;
    }

    boolean isGrpc() {
      return contentType.equals("application/grpc");
    }

    boolean isJson() {
      return contentType.equals("application/json");
    }
  }

  /**
   * What came back.
   *
   * @param status of HTTP or gRPC
   * @param retryable whether OTLP lets a client repeat, which it must also have been told when
   * @param rejected of partial_success
   * @param message of partial_success or of the failure
   */
  record Answer(String status, boolean retryable, long rejected, String message) {}

  Answer export(Way way, ExportTraceServiceRequest request) throws Exception {
    if (way.isGrpc()) {
      return call(way, request);
    }
    byte[] body = way.isJson() ? json(request) : request.toByteArray();
    HttpRequest.Builder post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/traces"))
            .header("content-type", way.contentType)
            .POST(BodyPublishers.ofByteArray(encode(way.encoding, body)));
    if (!way.encoding.isEmpty()) {
      post.header("content-encoding", way.encoding);
    }
    return answer(way, http.send(post.build(), BodyHandlers.ofByteArray()));
  }

  private static Answer answer(Way way, HttpResponse<byte[]> response) throws IOException {
    String contentType = response.headers().firstValue("content-type").orElse("");
    if (!contentType.equals(way.contentType)) {
      throw new AssertionError("answered in " + contentType + ", not in " + way.contentType);
    }
    int status = response.statusCode();
    boolean told = response.headers().firstValue("retry-after").isPresent();
    if (told != RETRYABLE.contains(status)) {
      throw new AssertionError("Retry-After of " + status + " is there: " + told);
    }
    return way.isJson() ? json(response, told) : protobuf(response, told);
  }

  private static Answer protobuf(HttpResponse<byte[]> response, boolean retryable)
      throws IOException {
    if (response.statusCode() == 200) {
      var partial = ExportTraceServiceResponse.parseFrom(response.body()).getPartialSuccess();
      return new Answer("200", false, partial.getRejectedSpans(), partial.getErrorMessage());
    }
    Status status = Status.parseFrom(response.body());
    return new Answer(String.valueOf(response.statusCode()), retryable, 0, status.getMessage());
  }

  private static Answer json(HttpResponse<byte[]> response, boolean retryable) throws IOException {
    JsonNode body = new ObjectMapper().readTree(response.body());
    JsonNode partial = body.path("partialSuccess");
    String message = partial.path("errorMessage").asText(body.path("message").asText());
    return new Answer(
        String.valueOf(response.statusCode()),
        retryable,
        partial.path("rejectedSpans").asLong(),
        message);
  }

  private Answer call(Way way, ExportTraceServiceRequest request) {
    var builder = GrpcClients.builder("gproto+http://127.0.0.1:" + port);
    if (!way.encoding.isEmpty()) {
      builder.compressor(way.encoding.equals("zstd") ? new ZstdCompressor() : new Codec.Gzip());
    }
    TraceServiceBlockingStub stub = builder.build(TraceServiceBlockingStub.class);
    try {
      var partial = stub.export(request).getPartialSuccess();
      return new Answer("OK", false, partial.getRejectedSpans(), partial.getErrorMessage());
    } catch (StatusRuntimeException e) {
      boolean told = !StatusProto.fromThrowable(e).getDetailsList().isEmpty();
      return new Answer(
          e.getStatus().getCode().name(), told, 0, String.valueOf(e.getStatus().getDescription()));
    }
  }

  /** As OpenTelemetry's collector packs its messages. */
  private static final class ZstdCompressor implements io.grpc.Compressor {
    @Override
    public String getMessageEncoding() {
      return "zstd";
    }

    @Override
    public OutputStream compress(OutputStream packed) throws IOException {
      return new com.github.luben.zstd.ZstdOutputStreamNoFinalizer(packed);
    }
  }

  static byte[] encode(String encoding, byte[] body) throws IOException {
    return switch (encoding) {
      case "gzip" -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encoder = new GZIPOutputStream(out)) {
          encoder.write(body);
        }
        yield out.toByteArray();
      }
      case "zstd" -> Zstd.compress(body);
      default -> body;
    };
  }

  /** Ids are base64 in protobuf's own mapping, which the bridge takes too. */
  static byte[] json(ExportTraceServiceRequest request) throws IOException {
    return JsonFormat.printer().print(request).getBytes(StandardCharsets.UTF_8);
  }
}
