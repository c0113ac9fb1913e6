// SPDX-License-Identifier: Apache-2.0
/** The named queries of the query API: fixed text, values only as bound parameters. */
package io.millrace.sql.query;
