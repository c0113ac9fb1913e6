// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;

/**
 * RocksDB for a checkpoint every second. Each checkpoint flushes a small file a state; with the
 * defaults every fourth of them is merged with all of the level below, so that the whole state is
 * rewritten every four seconds. Universal compaction merges files of like size only.
 */
public final class RocksDbOptions implements RocksDBOptionsFactory {
  private static final long serialVersionUID = 1L;

  /**
   * Files that a look-up may have to ask, each behind a Bloom filter, before some are merged: the
   * more, the less often what a span has written is written again.
   */
  private static final int FILES_BEFORE_COMPACTION = 32;

  @Override
  public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> toClose) {
    return current;
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions current, Collection<AutoCloseable> toClose) {
    return current
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setLevel0FileNumCompactionTrigger(FILES_BEFORE_COMPACTION)
        .setCompressionType(CompressionType.LZ4_COMPRESSION);
  }
}
