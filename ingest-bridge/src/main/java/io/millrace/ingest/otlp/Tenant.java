// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

/**
 * Whose request it is.
 *
 * @param workspace the trust boundary; 1 to 128 printable ASCII characters
 * @param experimentId 1 to 128 printable ASCII characters
 * @param experimentExplicit whether the client named the experiment
 */
public record Tenant(String workspace, String experimentId, boolean experimentExplicit) {}
