// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * One thing that could not be read or stored: a row of {@code dead_letter_rows}, key (gen, topic,
 * partition, offset, position).
 *
 * @param topic of the record; or the table, where ClickHouse refused a row of it
 * @param partition of the record; -1 = a row of a table, which has none
 * @param offset of the record; or a checksum of the row
 * @param position index of the span, log record or data point in its record; -1 = the whole record
 * @param reason what was wrong with it, never its content
 * @param bytes as received
 * @param version of two rows of one key the higher wins
 */
public record DeadLetterRow(
    int gen,
    long receivedTimeUnixNano,
    String workspace,
    String topic,
    int partition,
    long offset,
    int position,
    String reason,
    byte[] bytes,
    long version)
    implements Row {}
