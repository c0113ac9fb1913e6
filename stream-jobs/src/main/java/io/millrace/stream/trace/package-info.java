// SPDX-License-Identifier: Apache-2.0
/**
 * What a trace means: a pure function from the set of its spans to rows and to contributions per
 * minute. No Flink, no clock, no I/O in here, so that every rule can be tested, and proven
 * independent of order, without either.
 */
package io.millrace.stream.trace;
