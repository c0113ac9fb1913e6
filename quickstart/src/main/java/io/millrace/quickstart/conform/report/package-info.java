// SPDX-License-Identifier: Apache-2.0
/** Shows what came of a conformance run: to people, to programs, and as a page of the docs. */
package io.millrace.quickstart.conform.report;
