// SPDX-License-Identifier: Apache-2.0
/** Recomputes the account of every span from the broker's log and holds the tables against it. */
package io.millrace.quickstart.audit;
