// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

/**
 * One export request.
 *
 * @param body an ExportTraceServiceRequest
 * @param spans how many it carries
 */
public record FleetRequest(byte[] body, int spans) {}
