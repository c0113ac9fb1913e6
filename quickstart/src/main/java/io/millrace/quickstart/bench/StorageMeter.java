// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Bytes on disk: of ClickHouse's tables, and of the raw log. */
final class StorageMeter {
  private static final String PARTS =
      "SELECT table, sum(bytes_on_disk) AS bytes FROM system.parts"
          + " WHERE active AND database = {database:String} GROUP BY table";

  private final BenchTarget target;
  private final BenchTarget.Local local;

  StorageMeter(BenchTarget target, BenchTarget.Local local) {
    this.target = target;
    this.local = local;
  }

  /**
   * What was added since.
   *
   * @param tablesBefore of {@link #tableBytes}
   * @param logBefore of {@link #logBytes}
   */
  BenchResult.Storage since(Map<String, Long> tablesBefore, long logBefore, long spans)
      throws IOException {
    Map<String, Double> perSpan = new TreeMap<>();
    tableBytes()
        .forEach(
            (table, bytes) ->
                perSpan.put(
                    table, (double) (bytes - tablesBefore.getOrDefault(table, 0L)) / spans));
    double tables = perSpan.values().stream().mapToDouble(Double::doubleValue).sum();
    return new BenchResult.Storage(
        spans, tables, (double) (logBytes() - logBefore) / spans, perSpan);
  }

  Map<String, Long> tableBytes() throws IOException {
    Map<String, Long> bytes = new TreeMap<>();
    for (Map<String, Object> row :
        target.sql().query(PARTS, Map.of("database", target.database()))) {
      bytes.put(row.get("table").toString(), Long.parseLong(row.get("bytes").toString()));
    }
    return bytes;
  }

  /** Of the segments of otlp.spans.v1, all partitions. */
  long logBytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(local.folder().brokerFolder())) {
      for (Path file : files.filter(StorageMeter::isSegment).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static boolean isSegment(Path file) {
    return file.getFileName().toString().endsWith(".log")
        && file.getParent().getFileName().toString().startsWith("otlp.spans.v1-");
  }
}
