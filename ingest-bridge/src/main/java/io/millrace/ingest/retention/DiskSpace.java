// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.retention;

/**
 * A log directory of a broker.
 *
 * @param broker its node id
 * @param path on that broker
 */
record DiskSpace(int broker, String path, long usableBytes) {}
