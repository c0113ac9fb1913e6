// SPDX-License-Identifier: Apache-2.0
/** Where a job that died goes on. */
package io.millrace.stream.checkpoint;
