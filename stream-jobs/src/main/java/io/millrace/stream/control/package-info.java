// SPDX-License-Identifier: Apache-2.0
/**
 * What of control.v1 every stitcher must know: prices of one's own, and whose spans are deleted.
 */
package io.millrace.stream.control;
