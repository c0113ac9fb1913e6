// SPDX-License-Identifier: Apache-2.0

/** Measures a whole Millrace: how many spans a second, how fresh, how large, at what cost. */
package io.millrace.quickstart.bench;
