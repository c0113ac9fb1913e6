// SPDX-License-Identifier: Apache-2.0
/** SQL over HTTP: what a person asks the tables, and what there is to ask. */
package io.millrace.query.sql;
