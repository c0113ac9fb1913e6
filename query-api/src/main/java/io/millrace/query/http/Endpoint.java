// SPDX-License-Identifier: Apache-2.0
package io.millrace.query.http;

import io.millrace.query.parameter.Arguments;
import io.millrace.query.parameter.Parameter;
import java.io.IOException;
import java.util.List;

/** One path of the API. */
public interface Endpoint {
  /** As OpenAPI writes it, with path parameters in braces. */
  String path();

  /** Everything it takes, in path and query; what is not named here is refused. */
  List<Parameter> parameters();

  /**
   * The answer.
   *
   * @throws Problem if the request cannot be answered as it is
   * @throws IOException if the tables cannot be asked
   */
  Answer answer(Arguments arguments) throws Problem, IOException;
}
