// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.grpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.MethodDescriptor;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Messages as their bytes: the request is cut, never parsed. A message is unpacked while it is read
 * here, so here its bytes are counted.
 */
final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
  private static final int CHUNK_BYTES = 64 << 10;

  @Override
  public InputStream stream(byte[] message) {
    return new ByteArrayInputStream(message);
  }

  @Override
  public byte[] parse(InputStream message) {
    AdmittingService.Admitted admitted =
        ServiceRequestContext.current().attr(AdmittingService.ADMITTED);
    ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      for (int read = message.read(chunk); read >= 0; read = message.read(chunk)) {
        admitted.reservation().grow(read);
        out.write(chunk, 0, read);
      }
    } catch (IOException e) {
      throw new RefusedException(
          RefusalKind.INVALID, "the message is not packed as grpc-encoding says", e);
    }
    return out.toByteArray();
  }
}
