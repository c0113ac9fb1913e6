// SPDX-License-Identifier: Apache-2.0
/** The reads of MLflow's protocol, under its own paths: one class an endpoint. */
package io.millrace.query.mlflow;
