// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.registry;

import io.millrace.schemas.registry.CompatibilityLevel;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;

/** Which earlier versions a level looks at, and in which direction; the check itself is Avro's. */
final class CompatibilityRule {
  private CompatibilityRule() {}

  /**
   * What keeps a schema from being the next version.
   *
   * @param earlier the versions there are, oldest first
   * @return one line for each incompatibility; none = compatible
   */
  static List<String> differences(
      CompatibilityLevel level, Schema next, List<SchemaStore.Version> earlier) {
    List<String> differences = new ArrayList<>();
    for (SchemaStore.Version version : lookedAt(level, earlier)) {
      Schema old = new Schema.Parser().parse(version.schema());
      if (isBackward(level)) {
        compare(next, old, "cannot read version " + version.version(), differences);
      }
      if (isForward(level)) {
        compare(old, next, "is not readable by version " + version.version(), differences);
      }
    }
    return differences;
  }

  private static List<SchemaStore.Version> lookedAt(
      CompatibilityLevel level, List<SchemaStore.Version> earlier) {
    return switch (level) {
      case NONE -> List.of();
      case BACKWARD, FORWARD, FULL ->
          earlier.subList(Math.max(0, earlier.size() - 1), earlier.size());
      case BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE, FULL_TRANSITIVE -> earlier;
    };
  }

  private static boolean isBackward(CompatibilityLevel level) {
    return switch (level) {
      case BACKWARD, BACKWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
      case NONE, FORWARD, FORWARD_TRANSITIVE -> false;
    };
  }

  private static boolean isForward(CompatibilityLevel level) {
    return switch (level) {
      case FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
      case NONE, BACKWARD, BACKWARD_TRANSITIVE -> false;
    };
  }

  private static void compare(
      Schema reader, Schema writer, String complaint, List<String> differences) {
    SchemaCompatibilityResult result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    result
        .getIncompatibilities()
        .forEach(
            found ->
                differences.add(
                    complaint
                        + ": "
                        + found.getType()
                        + " at "
                        + found.getLocation()
                        + ": "
                        + found.getMessage()));
  }
}
