// SPDX-License-Identifier: Apache-2.0
/**
 * Records what an agent sends, in the format that {@code send}, {@code scrub} and {@code conform}
 * read.
 */
package io.millrace.quickstart.capture;
