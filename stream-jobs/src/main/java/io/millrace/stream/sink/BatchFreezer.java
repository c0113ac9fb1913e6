// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.table.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects the rows between two barriers; where nothing came, nothing is frozen. */
final class BatchFreezer {
  /**
   * All that some ten thousand spans a second tell of one table between two barriers: each insert
   * makes a part, and each part is merged. Small enough to be sent again without pain.
   */
  private static final int MAX_BATCH_BYTES = 32 << 20;

  private final Map<Table, BatchBuilder> builders = new EnumMap<>(Table.class);

  /** Batches that were full before the barrier came. */
  private final List<FrozenBatch> full = new ArrayList<>();

  void add(TableRow row) {
    BatchBuilder builder =
        builders.computeIfAbsent(
            Table.valueOf(row.table), table -> new BatchBuilder(table, MAX_BATCH_BYTES));
    if (!builder.hasRoomFor(row.bytes)) {
      full.add(FrozenBatch.of(builder.cut()));
    }
    builder.add(row.bytes);
  }

  /** All rows since the last time, of each table in their order. */
  List<FrozenBatch> freeze() {
    List<FrozenBatch> all = new ArrayList<>(full);
    full.clear();
    for (BatchBuilder builder : builders.values()) {
      if (!builder.isEmpty()) {
        all.add(FrozenBatch.of(builder.cut()));
      }
    }
    return all;
  }
}
