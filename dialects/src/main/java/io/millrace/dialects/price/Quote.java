// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

/**
 * What a model call costs at list price.
 *
 * @param picoUsd in 1e-12 USD, at least 0
 * @param priceVersion the price book that says so
 */
public record Quote(long picoUsd, String priceVersion) {}
