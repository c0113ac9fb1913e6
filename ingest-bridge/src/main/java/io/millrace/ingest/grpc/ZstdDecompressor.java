// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.grpc;

import io.grpc.Decompressor;
import io.millrace.ingest.receive.ZstdFrames;
import java.io.IOException;
import java.io.InputStream;

/** grpc-encoding zstd, which OpenTelemetry's collector can be told to send. */
final class ZstdDecompressor implements Decompressor {
  @Override
  public String getMessageEncoding() {
    return "zstd";
  }

  @Override
  public InputStream decompress(InputStream message) throws IOException {
    return ZstdFrames.open(message);
  }
}
