// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.row;

/** The {@link CostParts} of many calls, added up as far as they are known. */
public record CostSums(long inputPicoUsd, long outputPicoUsd, long cacheSavedPicoUsd) {}
