// SPDX-License-Identifier: Apache-2.0
/** HTTP around the endpoints: who may ask, how answers and problems look, limits, metrics. */
package io.millrace.query.http;
