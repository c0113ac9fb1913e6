// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.audit;

/**
 * A place where something that must hold does not.
 *
 * @param workspace in which; empty where the place has none
 * @param item what was compared, for people
 * @param expected what it should be
 * @param found what it is
 */
public record Difference(String workspace, String item, String expected, String found) {}
