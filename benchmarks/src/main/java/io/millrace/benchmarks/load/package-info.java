// SPDX-License-Identifier: Apache-2.0

/** Sends a fleet's traffic, waits until it is visible, and has every view told the truth. */
package io.millrace.benchmarks.load;
