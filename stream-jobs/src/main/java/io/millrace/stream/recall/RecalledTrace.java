// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.recall;

import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.TraceSummary;
import java.util.List;

/**
 * A trace as it was when it was let go.
 *
 * @param summary what had been told of it
 * @param spans all of them, in any order
 */
public record RecalledTrace(TraceSummary summary, List<HeldSpan> spans) {}
