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
 * @param caCertificateFile PEM file of the authorities to trust over https, at the same path on
 *     every machine that asks; '' = those of the JVM
 * @param cluster name of a cluster of one shard on whose replicas the tables are; '' = a single
 *     server. Letters, digits, underscores and hyphens
 */
public record ClickHouseEndpoint(
    URI url,
    String user,
    String password,
    String database,
    String caCertificateFile,
    String cluster)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9_-]*");

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
    if (!CLUSTER.matcher(cluster).matches()) {
      throw new IllegalArgumentException(
          "clickhouse.cluster must match " + CLUSTER + ": " + cluster);
    }
  }

  /** A single server, whose certificate, if any, the JVM trusts. */
  public ClickHouseEndpoint(URI url, String user, String password, String database) {
    this(url, user, password, database, "", "");
  }

  /** The same server and account at another database. */
  public ClickHouseEndpoint withDatabase(String name) {
    return new ClickHouseEndpoint(url, user, password, name, caCertificateFile, cluster);
  }

  /** Whether the tables are replicated. */
  public boolean isCluster() {
    return !cluster.isEmpty();
  }

  @Override
  public String toString() {
    return "ClickHouseEndpoint[" + url + ", user=" + user + ", database=" + database + "]";
  }
}
