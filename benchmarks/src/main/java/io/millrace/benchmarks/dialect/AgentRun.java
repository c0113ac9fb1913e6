// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

/**
 * Whose work it is.
 *
 * @param root whether this run is the top of its trace: some dialects tell session and user only
 *     there
 */
public record AgentRun(String agent, String sessionId, String userId, boolean root) {}
