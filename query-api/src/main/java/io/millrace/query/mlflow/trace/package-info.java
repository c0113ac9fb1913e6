// SPDX-License-Identifier: Apache-2.0
/** Traces, spans and assessments as MLflow's protocol writes them. */
package io.millrace.query.mlflow.trace;
