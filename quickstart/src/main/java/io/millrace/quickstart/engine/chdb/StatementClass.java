// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

/**
 * What the engine's own parser says of a text, nothing executed.
 *
 * @param statements how many statements it holds; 0 when it does not parse
 * @param readOnly true when all of them only read: SELECT, SHOW, DESCRIBE, EXPLAIN, EXISTS, CHECK,
 *     and none writes to a file
 */
public record StatementClass(int statements, boolean readOnly) {}
