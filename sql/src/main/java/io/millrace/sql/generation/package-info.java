// SPDX-License-Identifier: Apache-2.0
/** Generations of rows: which one the views show, which is being replayed, which may go. */
package io.millrace.sql.generation;
