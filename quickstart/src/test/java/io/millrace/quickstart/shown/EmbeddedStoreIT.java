// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.store.StoreContract;
import java.io.IOException;

/** The store contract on the embedded engine, in databases of its own beside the running one's. */
class EmbeddedStoreIT extends StoreContract {

  @Override
  protected ClickHouseEndpoint server() throws IOException {
    return RunningMillrace.shared().writerEndpoint();
  }
}
