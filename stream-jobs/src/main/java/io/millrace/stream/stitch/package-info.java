// SPDX-License-Identifier: Apache-2.0
/** Holds the spans of each trace, and tells at each barrier what changed. */
package io.millrace.stream.stitch;
