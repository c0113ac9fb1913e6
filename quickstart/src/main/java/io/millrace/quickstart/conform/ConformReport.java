// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.conform;

import java.util.List;

/**
 * What came of a run over several clients.
 *
 * @param run part of the names of its workspaces
 * @param way how the requests were sent
 * @param clients in the order in which they were asked for
 */
public record ConformReport(String run, String way, List<ClientResult> clients) {

  public ConformReport {
    clients = List.copyOf(clients);
  }

  /** How many facts of all clients have this verdict. */
  public long count(Verdict verdict) {
    return clients.stream().mapToLong(client -> client.count(verdict)).sum();
  }

  /** Whether something was asked, and every fact that was is right. */
  public boolean allRight() {
    return count(Verdict.RIGHT) > 0
        && count(Verdict.WRONG) == 0
        && clients.stream().allMatch(client -> client.problems().isEmpty());
  }
}
