// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.dialects.price.PriceBook;
import io.millrace.schemas.Control;
import io.millrace.schemas.ControlBody;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Picks what stitchers must know out of {@code control.v1}, and tries whether it can be read. */
public final class ControlIntake {
  private static final Set<String> OF_STITCHERS =
      Set.of(ControlBody.PRICE_OVERRIDE, ControlBody.DELETION);

  private ControlIntake() {}

  /** Whether stitchers must know of a record. */
  public static boolean isForStitchers(Control control) {
    return OF_STITCHERS.contains(control.getKind());
  }

  /** Why a record for stitchers cannot be read; empty = it can. */
  public static Optional<String> defect(Control control) {
    if (control.getBody().isEmpty()) {
      return Optional.empty();
    }
    try {
      if (control.getKind().equals(ControlBody.PRICE_OVERRIDE)) {
        PriceBook unused = PriceBook.empty().withOverrides(List.of(control.getBody()));
      } else {
        ControlBody.Deletion unused = ControlBody.deletion(control.getBody());
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // its message would quote what people wrote
      return Optional.of("the body is no " + control.getKind());
    } catch (RuntimeException e) {
      // whatever a reader of YAML makes of hostile text, it must not stop the job
      return Optional.of("the body is no " + control.getKind() + ": " + e.getMessage());
    }
  }
}
