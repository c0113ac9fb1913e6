// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.bench;

import io.millrace.benchmarks.truth.Sql;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.ProcessState;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param bridge OTLP over HTTP
 * @param sql asks the public views, and {@code system.parts} if it may
 * @param database where the tables are
 * @param emitterCostFirst setting cost.precedence
 * @param processes those on this machine; empty if they run elsewhere: their cost is then not
 *     measured
 * @param local what the embedded parts are found by, if they run here
 */
public record BenchTarget(
    URI bridge,
    Sql sql,
    String database,
    boolean emitterCostFirst,
    List<ProcessState> processes,
    Optional<Local> local) {
  public BenchTarget {
    processes = List.copyOf(processes);
  }

  /**
   * Parts on this machine.
   *
   * @param kafka bootstrap servers
   * @param queryApi where the query API answers
   */
  public record Local(DataFolder folder, String kafka, URI schemaRegistry, URI queryApi) {}
}
