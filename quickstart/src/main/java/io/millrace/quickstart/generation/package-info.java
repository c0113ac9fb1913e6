// SPDX-License-Identifier: Apache-2.0
/** Which generations' jobs run, and when a replay takes over. */
package io.millrace.quickstart.generation;
