// SPDX-License-Identifier: Apache-2.0
/** OTLP as bytes: cuts requests at item boundaries into records, and back into answers. */
package io.millrace.ingest.otlp;
