// SPDX-License-Identifier: Apache-2.0
/** Traces as they change, as server-sent events. */
package io.millrace.query.live;
