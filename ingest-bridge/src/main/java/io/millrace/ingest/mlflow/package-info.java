// SPDX-License-Identifier: Apache-2.0
/**
 * What MLflow's clients write, in MLflow's own protocol, so that they are pointed here unchanged.
 *
 * @see <a href="https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/protos/service.proto">MLflow
 *     3.17.2, service.proto</a>
 */
package io.millrace.ingest.mlflow;
