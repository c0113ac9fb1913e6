// SPDX-License-Identifier: Apache-2.0
/** How Millrace itself is: its processes, what they have still to read, and what they could not. */
package io.millrace.query.system;
