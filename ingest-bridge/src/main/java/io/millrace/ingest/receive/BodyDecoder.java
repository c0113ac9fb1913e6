// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes Content-Encoding, stopping where the body grows beyond its limit. */
public final class BodyDecoder {
  private static final int CHUNK_BYTES = 64 << 10;

  @FunctionalInterface
  private interface Codec {
    InputStream open(byte[] body) throws IOException;
  }

  private static final Map<String, Codec> CODECS =
      Map.of(
          "gzip", body -> new GZIPInputStream(new ByteArrayInputStream(body), CHUNK_BYTES),
          "x-gzip", body -> new GZIPInputStream(new ByteArrayInputStream(body), CHUNK_BYTES),
          "zstd", body -> ZstdFrames.open(new ByteArrayInputStream(body)),
          "deflate", BodyDecoder::inflate);

  private final int maxBodyBytes;

  public BodyDecoder(int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * The body as it was before its encoding.
   *
   * @param contentEncoding the header; null = none
   * @param reserve told of bytes before they are held; what it throws is passed on
   * @throws RefusedException if the encoding is unknown, does not fit the body, or hides too much
   */
  public byte[] decode(String contentEncoding, byte[] body, LongConsumer reserve) {
    String name = contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals("identity") || body.length == 0) {
      return body;
    }
    Codec codec = CODECS.get(name);
    if (codec == null) {
      throw new RefusedException(
          RefusalKind.UNSUPPORTED, "content-encoding must be gzip, zstd, deflate or identity");
    }
    try (InputStream in = codec.open(body)) {
      return readBounded(in, reserve);
    } catch (IOException e) {
      throw new RefusedException(
          RefusalKind.INVALID, "the body is not " + name + " as content-encoding says", e);
    }
  }

  private byte[] readBounded(InputStream in, LongConsumer reserve) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      if (out.size() + read > maxBodyBytes) {
        throw tooLarge(maxBodyBytes);
      }
      reserve.accept(read);
      out.write(chunk, 0, read);
    }
    return out.toByteArray();
  }

  static RefusedException tooLarge(int maxBodyBytes) {
    return new RefusedException(
        RefusalKind.TOO_LARGE, "the body is larger than " + maxBodyBytes + " bytes");
  }

  /** HTTP's deflate is zlib; some clients send the bare stream, as some servers want it. */
  private static InputStream inflate(byte[] body) {
    boolean zlib =
        body.length > 1
            && (body[0] & 0x0f) == 8
            && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
    return new InflaterInputStream(
        new ByteArrayInputStream(body), new Inflater(!zlib), CHUNK_BYTES) {
      @Override
      public void close() throws IOException {
        super.close();
        inf.end(); // the stream only ends an inflater of its own making
      }
    };
  }
}
