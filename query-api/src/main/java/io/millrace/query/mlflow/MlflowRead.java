// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Answers one path. */
@FunctionalInterface
interface MlflowRead {
  /**
   * The answer.
   *
   * @throws MlflowProblem if the request cannot be answered as it is
   * @throws IOException if the tables cannot be asked
   */
  JsonNode answer(MlflowRequest request) throws MlflowProblem, IOException;
}
