// SPDX-License-Identifier: Apache-2.0
/** When an entry of keyed state may be let go: idle for long, and certainly in the tables. */
package io.millrace.stream.eviction;
