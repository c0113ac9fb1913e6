// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.kafka;

/**
 * Where an acknowledged record is in its topic.
 *
 * @param offset from 0; the record is in the tables when the view progress is past it
 */
public record LogPlace(int partition, long offset) {}
