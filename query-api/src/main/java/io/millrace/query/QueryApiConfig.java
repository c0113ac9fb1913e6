// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.query.sql.SqlLimits;
import io.millrace.query.system.MetricsPages;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the query API; each names its setting in millrace.yaml.
 *
 * @param bindAddress query-api.bind-address: an address of this machine
 * @param port query-api.port, 0 = a free one
 * @param metricsPort query-api.metrics-port, 0 = a free one
 * @param allowedHosts query-api.allowed-hosts: names, beside loopback's and bindAddress, under
 *     which browsers may reach it; lower case, without port
 * @param maxConcurrentQueries query-api.max-concurrent-queries, from 1; beyond it they wait
 * @param maxQueryWait query-api.max-query-wait, from 0 to 2 s; beyond it 503
 * @param maxLiveStreams query-api.max-live-streams, from 1; beyond it 503
 * @param queryTimeout query-api.query-timeout, from 1 s; beyond it 503
 * @param maxAnswerBytes query-api.max-answer, from 1: what spans carried in one answer to MLflow's
 *     clients, and the answer to SQL; beyond it 400
 * @param sql of SQL over HTTP
 * @param readYourWritesWithin query-api.read-your-writes-within, from 0: how long a read that the
 *     bridge passes on waits until the views show what it acknowledged before
 * @param bridge query-api.bridge-url: where writes are passed on to; empty = nothing is written
 *     here
 * @param maxDeletedTraces query-api.max-deleted-traces, from 1: in how many traces a delete of a
 *     session or a user deletes at a time
 * @param metricsPages where the other parts tell their metrics
 */
public record QueryApiConfig(
    String bindAddress,
    int port,
    int metricsPort,
    Set<String> allowedHosts,
    int maxConcurrentQueries,
    Duration maxQueryWait,
    int maxLiveStreams,
    Duration queryTimeout,
    long maxAnswerBytes,
    SqlLimits sql,
    Duration readYourWritesWithin,
    Optional<URI> bridge,
    int maxDeletedTraces,
    MetricsPages metricsPages) {
  private static final long DEFAULT_MAX_ANSWER_BYTES = 16 << 20;
  private static final int DEFAULT_MAX_DELETED_TRACES = 1_000;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  public QueryApiConfig {
    requirePort("query-api.port", port);
    requirePort("query-api.metrics-port", metricsPort);
    allowedHosts = Set.copyOf(allowedHosts);
    if (maxConcurrentQueries < 1) {
      throw new IllegalArgumentException(
          "query-api.max-concurrent-queries must be at least 1, but is " + maxConcurrentQueries);
    }
    if (maxQueryWait.isNegative() || maxQueryWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "query-api.max-query-wait must be 0s to 2s, but is " + maxQueryWait);
    }
    if (maxLiveStreams < 1) {
      throw new IllegalArgumentException(
          "query-api.max-live-streams must be at least 1, but is " + maxLiveStreams);
    }
    if (maxDeletedTraces < 1) {
      throw new IllegalArgumentException(
          "query-api.max-deleted-traces must be at least 1, but is " + maxDeletedTraces);
    }
    if (maxAnswerBytes < 1) {
      throw new IllegalArgumentException(
          "query-api.max-answer must be at least 1, but is " + maxAnswerBytes);
    }
    if (readYourWritesWithin.isNegative()) {
      throw new IllegalArgumentException(
          "query-api.read-your-writes-within must not be negative, but is " + readYourWritesWithin);
    }
    if (queryTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "query-api.query-timeout must be at least 1s, but is " + queryTimeout);
    }
  }

  /** Of an API that only reads. */
  public QueryApiConfig(
      String bindAddress,
      int port,
      int metricsPort,
      Set<String> allowedHosts,
      int maxConcurrentQueries,
      Duration maxQueryWait,
      int maxLiveStreams,
      Duration queryTimeout) {
    this(
        bindAddress,
        port,
        metricsPort,
        allowedHosts,
        maxConcurrentQueries,
        maxQueryWait,
        maxLiveStreams,
        queryTimeout,
        DEFAULT_MAX_ANSWER_BYTES,
        SqlLimits.DEFAULT,
        Duration.ZERO,
        Optional.empty(),
        DEFAULT_MAX_DELETED_TRACES,
        MetricsPages.NONE);
  }

  private static void requirePort(String setting, int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(setting + " must be 0 to 65535, but is " + port);
    }
  }
}
