// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.experiment;

import java.util.concurrent.CompletableFuture;

/** Where the experiments are read. Thread-safe. */
@FunctionalInterface
public interface ExperimentSource {
  /**
   * The table when it holds at least all that any bridge had acknowledged before this call. Fails
   * when that is not known in time.
   */
  CompletableFuture<ExperimentTable> current();
}
