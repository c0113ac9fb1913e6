// SPDX-License-Identifier: Apache-2.0
/**
 * What MLflow's protocol asks of the views: conditions in its words, composed of fixed pieces of
 * SQL, values only as bound parameters.
 */
package io.millrace.sql.mlflow;
