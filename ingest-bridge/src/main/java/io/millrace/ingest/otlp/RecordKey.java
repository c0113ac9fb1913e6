// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What the items of one record share: their trace or, where they name none, the hash of their
 * resource's bytes.
 *
 * <p>On the wire, in UTF-8: workspace, 0x00, then 32 lower-case hex digits of the trace id or 16 of
 * the hash. A workspace holds no control characters, so keys of two workspaces never meet.
 *
 * @param ofTrace whether it is a trace id
 * @param high first 8 bytes of the trace id; 0 for a hash
 * @param low last 8 bytes of the trace id, or the hash
 */
record RecordKey(boolean ofTrace, long high, long low) {
  private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  static RecordKey ofTrace(long high, long low) {
    return new RecordKey(true, high, low);
  }

  /** FNV-1a, 64 bits: the same in every build, for ever. */
  static RecordKey ofResource(byte[] resource) {
    long hash = FNV_OFFSET_BASIS;
    for (byte b : resource) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return new RecordKey(false, 0, hash);
  }

  byte[] encode(String workspace) {
    HexFormat hex = HexFormat.of();
    String id = (ofTrace ? hex.toHexDigits(high) : "") + hex.toHexDigits(low);
    return (workspace + '\0' + id).getBytes(StandardCharsets.UTF_8);
  }
}
