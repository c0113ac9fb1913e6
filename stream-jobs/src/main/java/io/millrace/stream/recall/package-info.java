// SPDX-License-Identifier: Apache-2.0
/** Loads traces back that were let go, when a span comes for them: see docs/adr. */
package io.millrace.stream.recall;
