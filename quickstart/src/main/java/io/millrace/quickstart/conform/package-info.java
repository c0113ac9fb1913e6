// SPDX-License-Identifier: Apache-2.0
/**
 * Holds what Millrace tells of captured clients against what is true of them: the one engine behind
 * {@code millrace conform} and the tests of the corpus.
 */
package io.millrace.quickstart.conform;
