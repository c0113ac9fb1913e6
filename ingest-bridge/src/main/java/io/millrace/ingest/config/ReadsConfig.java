// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.config;

import java.net.URI;
import java.util.Objects;

/**
 * Where reads of MLflow's clients are passed on to.
 *
 * @param queryApi bridge.reads.query-api-url: the query API's address, default
 *     http://127.0.0.1:8080; it must be known there under this name (query-api.allowed-hosts)
 * @param maxConcurrent bridge.reads.max-concurrent, from 1: reads passed on at once; beyond it 503.
 *     Default 32
 */
public record ReadsConfig(URI queryApi, int maxConcurrent) {
  public static final ReadsConfig DEFAULTS =
      new ReadsConfig(URI.create("http://127.0.0.1:8080"), 32);

  public ReadsConfig {
    Objects.requireNonNull(queryApi, "queryApi");
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException(
          "bridge.reads.max-concurrent must be at least 1, is " + maxConcurrent);
    }
  }
}
