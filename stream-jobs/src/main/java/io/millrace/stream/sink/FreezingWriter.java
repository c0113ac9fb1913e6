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
final class FreezingWriter implements CommittingSinkWriter<TableRow, TableBatch> {
  private final Map<Table, BatchBuilder> builders = new EnumMap<>(Table.class);

  @Override
  public void write(TableRow row, Context context) {
    builders.computeIfAbsent(Table.valueOf(row.table), BatchBuilder::new).add(row.bytes);
  }

  @Override
  public Collection<TableBatch> prepareCommit() {
    List<TableBatch> frozen = new ArrayList<>();
    builders.values().forEach(builder -> frozen.addAll(builder.drain()));
    return frozen;
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
