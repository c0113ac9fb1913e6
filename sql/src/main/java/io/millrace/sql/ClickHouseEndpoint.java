// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import java.io.Serializable;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where a ClickHouse answers and who asks it. Serializable because it travels in a Flink job graph;
 * the password is left out of {@link #toString}.
 *
 * @param url http or https, with host and port and no path, e.g. http://127.0.0.1:8123
 * @param user may be given any name that the server knows
 * @param password '' = none
 * @param database letters, digits and underscores: it is written into statements unquoted
 */
public record ClickHouseEndpoint(URI url, String user, String password, String database)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** The database that Millrace uses unless told otherwise. */
  public static final String DEFAULT_DATABASE = "millrace";

  public ClickHouseEndpoint {
    String scheme = url.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme)) || url.getHost() == null) {
      throw new IllegalArgumentException("url must be http(s)://host:port, but was " + url);
    }
    if (user == null || user.isEmpty()) {
      throw new IllegalArgumentException("user must not be empty");
    }
    if (password == null) {
      throw new IllegalArgumentException("password must not be null; '' is none");
    }
    if (database == null || !DATABASE.matcher(database).matches()) {
      throw new IllegalArgumentException("database must match " + DATABASE + ": " + database);
    }
  }

  @Override
  public String toString() {
    return "ClickHouseEndpoint[" + url + ", user=" + user + ", database=" + database + "]";
  }
}
