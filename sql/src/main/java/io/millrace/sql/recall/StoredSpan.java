// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.recall;

/**
 * A span as the tables hold it.
 *
 * @param version of its row
 * @param fact what the job wrote with the row
 * @param row the whole row as {@link io.millrace.sql.table.Table#encode} writes it, with version 0
 */
public record StoredSpan(long version, byte[] fact, byte[] row) {}
