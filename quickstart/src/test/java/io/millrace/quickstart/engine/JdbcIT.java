// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The official JDBC driver against the engine, as it stands. */
class JdbcIT {

  @RegisterExtension static final EngineExtension ENGINE = new EngineExtension();

  @BeforeAll
  static void makeTable() throws Exception {
    ENGINE.write("CREATE TABLE millrace.t (a UInt64) ENGINE = MergeTree ORDER BY a");
  }

  private static Connection jdbc(String user) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty(
        "password", user.equals("reader") ? ENGINE.readerPassword() : ENGINE.writerPassword());
    String authority = ENGINE.engine().url().getAuthority();
    return DriverManager.getConnection("jdbc:ch://" + authority + "/millrace", properties);
  }

  @Test
  void jdbc_definesWritesAndReads() throws Exception {
    try (Connection connection = jdbc("writer");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS j (a UInt64, b String) ENGINE = Memory");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO j (a, b) VALUES (?, ?)")) {
        for (int i = 0; i < 100; i++) {
          insert.setInt(1, i);
          insert.setString(2, "it's " + i);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      try (ResultSet rows = statement.executeQuery("SELECT count(), max(b) FROM j")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(100);
        assertThat(rows.getString(2)).isEqualTo("it's 99");
      }
      statement.execute("DROP TABLE j");
    }
  }

  @Test
  void jdbc_readsAsReader() throws Exception {
    try (Connection connection = jdbc("reader");
        PreparedStatement select =
            connection.prepareStatement("SELECT number FROM numbers(5) WHERE number >= ?")) {
      select.setInt(1, 3);
      select.setMaxRows(1);
      select.setQueryTimeout(5);
      try (ResultSet rows = select.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(3);
      }
      assertThat(connection.isValid(5)).isTrue();
      try (ResultSet tables = connection.getMetaData().getTables(null, "millrace", "%", null)) {
        assertThat(tables.next()).isTrue();
      }
      assertThatThrownBy(() -> connection.createStatement().execute("DROP TABLE t"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void jdbc_seesAnErrorOnTheWayThroughAResult() throws Exception {
    try (Connection connection = jdbc("writer");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> {
                try (ResultSet rows =
                    statement.executeQuery(
                        "SELECT number, throwIf(number = 5000000) FROM numbers(10000000)")) {
                  while (rows.next()) {
                    assertThat(rows.getLong(1)).isLessThan(5_000_000);
                  }
                }
              })
          .isInstanceOf(SQLException.class);
    }
  }
}
