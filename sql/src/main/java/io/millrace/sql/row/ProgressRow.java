// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/**
 * How far one sink subtask has come in one partition: a row of {@code progress_rows}, key (gen,
 * topic, partition, epoch, parallelism, subtask); its version is the offset, which only grows.
 *
 * @param epoch grows with every start of the job whose parallelism may differ; the view shows the
 *     newest epoch of which all subtasks have written
 * @param parallelism how many sink subtasks there are
 * @param subtask 0 to parallelism - 1
 * @param nextOffset everything before it is in the tables
 */
public record ProgressRow(
    int gen,
    String topic,
    int partition,
    long epoch,
    int parallelism,
    int subtask,
    long nextOffset,
    long committedTimeUnixNano)
    implements Row {}
