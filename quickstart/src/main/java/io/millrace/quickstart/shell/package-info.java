// SPDX-License-Identifier: Apache-2.0
/** SQL at a terminal: {@code ./millrace sql} without a query. */
package io.millrace.quickstart.shell;
