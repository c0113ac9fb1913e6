// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.Migrations;
import io.millrace.sql.SqlReader;
import io.millrace.sql.TableWriter;
import io.millrace.sql.row.Row;
import io.millrace.sql.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A migrated database of its own on a server, dropped when closed. */
public final class ContractStore implements AutoCloseable {
  private final ClickHouseEndpoint endpoint;
  private final TableWriter writer;
  private final SqlReader reader;

  private ContractStore(ClickHouseEndpoint endpoint) {
    this.endpoint = endpoint;
    this.writer = new TableWriter(endpoint);
    this.reader = new SqlReader(endpoint);
  }

  /** An endpoint of a database that does not exist yet, on the server of the given one. */
  static ClickHouseEndpoint newDatabase(ClickHouseEndpoint server) {
    String name = "contract_" + UUID.randomUUID().toString().replace('-', '_');
    return new ClickHouseEndpoint(server.url(), server.user(), server.password(), name);
  }

  static ContractStore open(ClickHouseEndpoint server) throws IOException {
    ClickHouseEndpoint endpoint = newDatabase(server);
    Migrations.bundled().apply(endpoint);
    return new ContractStore(endpoint);
  }

  ClickHouseEndpoint endpoint() {
    return endpoint;
  }

  TableWriter writer() {
    return writer;
  }

  SqlReader reader() {
    return reader;
  }

  /** Inserts the rows one by one, in this order. */
  void insert(Row... rows) throws IOException {
    for (Row row : rows) {
      Table table = Table.of(row);
      writer.insert(table.insertStatement(), ByteBuffer.wrap(table.encode(row)));
    }
  }

  /** A whole result, one line a row, columns separated by a tab. */
  String tsv(String sql) throws IOException {
    return text(sql, "TSV");
  }

  /** A whole result, one line {@code column=value} a column. */
  String columns(String sql) throws IOException {
    return text(sql, "TSKV").replace('\t', '\n');
  }

  /** Runs a statement that has no result. */
  void execute(String sql) throws IOException {
    reader.stream(sql, Map.of(), "TSV", OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    try {
      execute("DROP DATABASE " + endpoint.database());
    } finally {
      writer.close();
      reader.close();
    }
  }

  private String text(String sql, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.stream(sql, Map.of(), format, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
