// SPDX-License-Identifier: Apache-2.0
/** Reads back what the job has written of traces that it no longer holds. */
package io.millrace.sql.recall;
