// SPDX-License-Identifier: Apache-2.0

/** Spans as real instrumentations send them: one class a dialect, told apart by their keys only. */
package io.millrace.benchmarks.dialect;
