// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.block;

import com.clickhouse.data.ClickHouseCityHash;

/**
 * The checksum before a compressed block: CityHash128 as of version 1.0.2, which ClickHouse froze.
 */
final class BlockChecksum {

  private BlockChecksum() {}

  /** Both halves, in the order in which they stand before the block. */
  // Deprecated with the rest of clickhouse-data, but what client-v2 0.11.0 itself still calls.
  @SuppressWarnings("deprecation")
  static long[] of(byte[] block, int length) {
    return ClickHouseCityHash.cityHash128(block, 0, length);
  }
}
