// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.shown;

import io.millrace.quickstart.engine.EngineCredentials;
import io.millrace.quickstart.up.RunningMillrace;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.store.StoreContract;
import java.io.IOException;

/** The store contract on the embedded engine, in databases of its own beside the running one's. */
class EmbeddedStoreIT extends StoreContract {

  @Override
  protected ClickHouseEndpoint server() throws IOException {
    RunningMillrace millrace = RunningMillrace.shared();
    return new ClickHouseEndpoint(
        millrace.endpoints().clickHouse(),
        EngineCredentials.WRITER,
        EngineCredentials.load(millrace.folder().clickHouseCredentials()).writerPassword(),
        ClickHouseEndpoint.DEFAULT_DATABASE);
  }
}
