// SPDX-License-Identifier: Apache-2.0
/** The operator's port. */
package io.millrace.ingest.admin;
