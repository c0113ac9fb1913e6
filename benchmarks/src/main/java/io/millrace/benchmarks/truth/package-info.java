// SPDX-License-Identifier: Apache-2.0

/**
 * What is true of a fleet, added up while it is generated, and the public views held against it.
 */
package io.millrace.benchmarks.truth;
