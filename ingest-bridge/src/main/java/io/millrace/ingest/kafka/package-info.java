// SPDX-License-Identifier: Apache-2.0
/** Kafka: topics, producer, readiness. */
package io.millrace.ingest.kafka;
