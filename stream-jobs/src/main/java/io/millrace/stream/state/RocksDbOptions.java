// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.state;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.DBOptions;
import org.rocksdb.TableFormatConfig;

/**
 * What Flink has no options for: RocksDB for a checkpoint every second, and for memory that does
 * not hold the state. Each checkpoint flushes a small file a state; with the defaults every fourth
 * of them is merged with all of the level below, so that the whole state is rewritten every four
 * seconds. Universal compaction merges files of like size only.
 */
public final class RocksDbOptions implements RocksDBOptionsFactory {
  private static final long serialVersionUID = 1L;

  /**
   * Files that may have to be asked before some are merged. A look-up has their Bloom filters; who
   * reads or forgets a whole trace positions itself in each.
   */
  private static final int FILES_BEFORE_COMPACTION = 12;

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
        .setTableFormatConfig(table(current.tableFormatConfig()));
  }

  /** An index that had to leave the memory comes back without being unpacked. */
  private static BlockBasedTableConfig table(TableFormatConfig current) {
    BlockBasedTableConfig table =
        current instanceof BlockBasedTableConfig blocks ? blocks : new BlockBasedTableConfig();
    return table.setEnableIndexCompression(false);
  }
}
