// SPDX-License-Identifier: Apache-2.0
/** Process 3: the read API. Start at {@link io.millrace.query.QueryApi}. */
package io.millrace.query;
