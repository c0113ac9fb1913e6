// SPDX-License-Identifier: Apache-2.0
/**
 * What comes by REST and is no telemetry: tags, assessments, deletes, experiments. Each write is
 * checked alone, becomes records of annotations.v1 or control.v1, and is answered when Kafka has
 * acknowledged them.
 */
package io.millrace.ingest.write;
