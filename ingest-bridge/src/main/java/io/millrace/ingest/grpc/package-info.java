// SPDX-License-Identifier: Apache-2.0
/** OTLP/gRPC. */
package io.millrace.ingest.grpc;
