// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded schema registry: a subset of the Confluent REST API for Avro, journaled in Kafka as
 * Confluent's is. No deletes, no references, no modes, no authentication, one instance; a real
 * registry takes its place by {@code schema-registry.url}.
 */
package io.millrace.quickstart.registry;
