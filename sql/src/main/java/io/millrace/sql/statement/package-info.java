// SPDX-License-Identifier: Apache-2.0
/** As much of the text of ClickHouse SQL as must be understood before it is handed to an engine. */
package io.millrace.sql.statement;
