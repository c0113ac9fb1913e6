// SPDX-License-Identifier: Apache-2.0
/** Additive numbers per minute: signed deltas in, the absolute sums of one lane out. */
package io.millrace.stream.rollup;
