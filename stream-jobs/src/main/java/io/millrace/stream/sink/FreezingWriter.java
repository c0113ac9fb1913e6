// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.sink;

import io.millrace.sql.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/**
 * Collects the rows between two barriers; where nothing came, nothing is frozen and nothing
 * committed.
 */
final class FreezingWriter implements CommittingSinkWriter<TableRow, FrozenBatch> {
  /** Small enough to be sent again without pain. */
  private static final int MAX_BATCH_BYTES = 8 << 20;

  private final Map<Table, BatchBuilder> builders = new EnumMap<>(Table.class);

  /** Batches that were full before the barrier came. */
  private final List<FrozenBatch> frozen = new ArrayList<>();

  @Override
  public void write(TableRow row, Context context) {
    BatchBuilder builder =
        builders.computeIfAbsent(
            Table.valueOf(row.table), table -> new BatchBuilder(table, MAX_BATCH_BYTES));
    if (!builder.hasRoomFor(row.bytes)) {
      frozen.add(FrozenBatch.of(builder.cut()));
    }
    builder.add(row.bytes);
  }

  @Override
  public Collection<FrozenBatch> prepareCommit() {
    for (BatchBuilder builder : builders.values()) {
      if (!builder.isEmpty()) {
        frozen.add(FrozenBatch.of(builder.cut()));
      }
    }
    List<FrozenBatch> all = List.copyOf(frozen);
    frozen.clear();
    return all;
  }

  @Override
  public void flush(boolean endOfInput) {
    // nothing leaves before the checkpoint has completed
  }

  @Override
  public void close() {
    builders.clear();
  }
}
