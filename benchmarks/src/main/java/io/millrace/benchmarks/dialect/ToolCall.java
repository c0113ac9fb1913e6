// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

/**
 * One call of a tool.
 *
 * @param callId unique
 */
public record ToolCall(String tool, String callId) {}
