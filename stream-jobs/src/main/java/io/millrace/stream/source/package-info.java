// SPDX-License-Identifier: Apache-2.0
/**
 * From Kafka's records to one arrival a span: read, normalise, count, and say how far one has come.
 */
package io.millrace.stream.source;
