// SPDX-License-Identifier: Apache-2.0
/**
 * Avro in the Confluent wire format over a schema registry that speaks the Confluent REST API:
 * Confluent's, Apicurio's {@code ccompat}, or the embedded one of the quick start.
 */
package io.millrace.schemas.registry;
