// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.dialect;

/**
 * What went in and came out, as plain text without characters that JSON escapes: question and
 * answer, arguments and result.
 */
public record Content(String request, String response) {
  public static final Content NONE = new Content("", "");
}
