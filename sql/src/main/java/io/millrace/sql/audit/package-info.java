// SPDX-License-Identifier: Apache-2.0
/** What must hold between the public views, each as a query that finds where it does not. */
package io.millrace.sql.audit;
