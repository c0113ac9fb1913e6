// SPDX-License-Identifier: Apache-2.0
/** Version 1 of the API: one class an endpoint. */
package io.millrace.query.v1;
