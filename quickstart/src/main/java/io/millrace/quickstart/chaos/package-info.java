// SPDX-License-Identifier: Apache-2.0
/** Breaks a local cluster while a fleet with known truth sends, and says whether it held. */
package io.millrace.quickstart.chaos;
