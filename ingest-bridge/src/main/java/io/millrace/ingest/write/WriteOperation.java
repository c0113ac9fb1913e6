// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

/** One method of one path. */
@FunctionalInterface
interface WriteOperation {
  /**
   * What the write becomes.
   *
   * @throws io.millrace.ingest.receive.RefusedException if it cannot be taken as it is
   */
  Written apply(WriteRequest request);
}
