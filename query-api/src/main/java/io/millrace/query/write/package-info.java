// SPDX-License-Identifier: Apache-2.0
/** What one writes by the query API: passed on to the bridge, so that there is one way in. */
package io.millrace.query.write;
