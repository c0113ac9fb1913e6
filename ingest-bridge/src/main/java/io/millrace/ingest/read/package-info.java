// SPDX-License-Identifier: Apache-2.0
/**
 * Reads of MLflow's protocol that come to the bridge, for its clients know one address: passed on
 * to the query API.
 */
package io.millrace.ingest.read;
