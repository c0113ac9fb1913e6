// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import java.util.List;

/**
 * A client's facts after a run.
 *
 * @param client its name
 * @param workspace into which it was sent, '' if it was not
 * @param facts in the order of {@link Fact}
 * @param notTaken requests that were not taken, each with the reason: of another protocol, or
 *     refused
 * @param problems what is wrong besides its facts, such as spans in the dead letter
 */
public record ClientResult(
    String client,
    String workspace,
    List<FactResult> facts,
    List<String> notTaken,
    List<String> problems) {

  public ClientResult {
    facts = List.copyOf(facts);
    notTaken = List.copyOf(notTaken);
    problems = List.copyOf(problems);
  }

  /** How many of its facts have this verdict. */
  public long count(Verdict verdict) {
    return facts.stream().filter(fact -> fact.verdict() == verdict).count();
  }
}
