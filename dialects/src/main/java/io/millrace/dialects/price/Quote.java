// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

/**
 * What a model call costs at list price, in 1e-12 USD.
 *
 * @param picoUsd all of it, at least 0: input, output, and where there is one the price by request
 * @param inputPicoUsd what it read, out of a cache and into it too
 * @param outputPicoUsd what it wrote, reasoning too
 * @param cacheSavedPicoUsd what the input would have cost without a cache, at the price of fresh
 *     input that was in force, minus {@code inputPicoUsd}: below 0 where writing cost more than
 *     reading saved; null = fresh input has no price, or more than 100,000 USD
 * @param priceVersion the price book that says so
 */
public record Quote(
    long picoUsd,
    long inputPicoUsd,
    long outputPicoUsd,
    Long cacheSavedPicoUsd,
    String priceVersion) {}
