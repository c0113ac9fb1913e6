// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import java.util.concurrent.CompletableFuture;

/** One method of one path. */
@FunctionalInterface
interface MlflowOperation {
  /**
   * What the request becomes.
   *
   * @throws io.millrace.ingest.receive.RefusedException if it cannot be taken as it is; the future
   *     fails with one likewise
   */
  CompletableFuture<MlflowAnswer> apply(MlflowRequest request);
}
