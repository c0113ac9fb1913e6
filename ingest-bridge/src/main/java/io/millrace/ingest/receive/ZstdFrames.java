// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Opens zstd bodies. */
public final class ZstdFrames {
  /**
   * Window of 8 MiB, which RFC 8878 (3.1.1.1.2) asks decoders to support; a frame that names a
   * larger one could ask for 128 MiB of native memory, and is refused.
   */
  private static final int MAX_WINDOW_LOG = 23;

  private ZstdFrames() {}

  /** The stream unpacked; to be closed, it holds native memory. */
  public static InputStream open(InputStream packed) throws IOException {
    ZstdInputStreamNoFinalizer unpacked = new ZstdInputStreamNoFinalizer(packed);
    unpacked.setLongMax(MAX_WINDOW_LOG);
    return unpacked;
  }
}
