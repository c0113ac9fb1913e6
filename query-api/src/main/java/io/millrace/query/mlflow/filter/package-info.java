// SPDX-License-Identifier: Apache-2.0
/** MLflow's filters and orders: texts become comparisons, whose values are bound, never SQL. */
package io.millrace.query.mlflow.filter;
