// SPDX-License-Identifier: Apache-2.0

/** A fleet of agents, generated from a seed together with its truth, and sent as exporters do. */
package io.millrace.benchmarks.fleet;
