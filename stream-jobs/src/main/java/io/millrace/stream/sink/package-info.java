// SPDX-License-Identifier: Apache-2.0
/**
 * Exactly once into ClickHouse: rows are frozen at the barrier, travel in the checkpoint, and are
 * inserted when it has completed. Every row is a versioned, absolute value of its key, so that
 * inserting it again changes nothing.
 */
package io.millrace.stream.sink;
