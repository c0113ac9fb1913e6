// SPDX-License-Identifier: Apache-2.0
package io.millrace.benchmarks.fleet;

import io.opentelemetry.proto.trace.v1.Span;

/**
 * A span and the service that sends it.
 *
 * @param bytes of the span as protobuf
 */
record FleetSpan(FleetService service, Span span, int bytes) {}
