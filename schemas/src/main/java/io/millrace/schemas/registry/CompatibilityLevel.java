// SPDX-License-Identifier: Apache-2.0
package io.millrace.schemas.registry;

/**
 * What a new version of a subject must be compatible with, in the words of the Confluent REST API.
 *
 * @see <a href="https://docs.confluent.io/platform/7.9/schema-registry/develop/api.html#config">
 *     Schema Registry API reference 7.9, Config</a>
 */
public enum CompatibilityLevel {
  /** Anything goes. */
  NONE,
  /** The new version reads what the last one wrote. */
  BACKWARD,
  /** The new version reads what any earlier one wrote. */
  BACKWARD_TRANSITIVE,
  /** The last version reads what the new one writes. */
  FORWARD,
  /** Every earlier version reads what the new one writes. */
  FORWARD_TRANSITIVE,
  /** Both, for the last version. */
  FULL,
  /** Both, for every earlier version. */
  FULL_TRANSITIVE
}
