// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.block;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** HTTP content codings, in the order in which an answer prefers them. */
public enum ContentCoding {
  ZSTD {
    @Override
    public InputStream decode(InputStream in) throws IOException {
      return new ZstdInputStream(in);
    }

    @Override
    public OutputStream encode(OutputStream out) throws IOException {
      return new ZstdOutputStream(out);
    }
  },
  LZ4 {
    @Override
    public InputStream decode(InputStream in) throws IOException {
      return new LZ4FrameInputStream(in);
    }

    @Override
    public OutputStream encode(OutputStream out) throws IOException {
      return new LZ4FrameOutputStream(out);
    }
  },
  GZIP {
    @Override
    public InputStream decode(InputStream in) throws IOException {
      return new GZIPInputStream(in);
    }

    @Override
    public OutputStream encode(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  },
  DEFLATE {
    @Override
    public InputStream decode(InputStream in) {
      return new InflaterInputStream(in);
    }

    @Override
    public OutputStream encode(OutputStream out) {
      return new DeflaterOutputStream(out);
    }
  };

  /** The name in {@code Content-Encoding}. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The coding that a {@code Content-Encoding} names. */
  public static Optional<ContentCoding> of(String token) {
    for (ContentCoding coding : values()) {
      if (coding.token().equalsIgnoreCase(token.strip())) {
        return Optional.of(coding);
      }
    }
    return Optional.empty();
  }

  /** The best coding that an {@code Accept-Encoding} names; weights are not looked at. */
  public static Optional<ContentCoding> accepted(String acceptEncoding) {
    String accepted = acceptEncoding.toLowerCase(Locale.ROOT);
    for (ContentCoding coding : values()) {
      if (accepted.contains(coding.token())) {
        return Optional.of(coding);
      }
    }
    return Optional.empty();
  }

  public abstract InputStream decode(InputStream in) throws IOException;

  public abstract OutputStream encode(OutputStream out) throws IOException;
}
