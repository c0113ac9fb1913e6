// SPDX-License-Identifier: Apache-2.0
/** OTLP/HTTP. */
package io.millrace.ingest.http;
