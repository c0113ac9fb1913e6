// SPDX-License-Identifier: Apache-2.0
/**
 * What an endpoint takes, as tables: names, kinds, defaults; and their values, read and checked.
 */
package io.millrace.query.parameter;
