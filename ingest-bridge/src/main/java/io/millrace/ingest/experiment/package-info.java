// SPDX-License-Identifier: Apache-2.0
/** The experiments that control.v1 holds, as a table that every bridge keeps for itself. */
package io.millrace.ingest.experiment;
