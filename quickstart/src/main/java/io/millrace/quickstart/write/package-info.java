// SPDX-License-Identifier: Apache-2.0
/** Commands that write: deletes and new prices, sent to the bridge trace by trace. */
package io.millrace.quickstart.write;
