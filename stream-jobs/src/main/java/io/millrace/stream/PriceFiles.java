// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

import io.millrace.dialects.price.PriceBook;
import java.io.Serializable;

/**
 * What the user adds to the price book. The texts travel with the job: the machines that run it
 * need no file.
 *
 * @param overrides prices of one's own, '' = none
 * @param table a newer table, '' = none
 */
public record PriceFiles(String overrides, String table) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nothing added. */
  public static final PriceFiles NONE = new PriceFiles("", "");

  /**
   * The book with all that is added.
   *
   * @throws IllegalArgumentException a text is malformed or not to be believed
   */
  public PriceBook book() {
    return PriceBook.bundled().withTable(table).withOverrides(overrides);
  }
}
