// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql.store;

import io.millrace.sql.ClickHouseEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What Millrace asks of a ClickHouse, whichever it is. A subclass says where one answers; every
 * test works in a database, or at least a workspace, of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreContract
    implements MigrationsContract,
        SurfaceContract,
        RowsContract,
        MinutesContract,
        LiveSessionsContract,
        RecallContract,
        SessionsContract,
        ProgressContract,
        GenerationsContract,
        AnnotationsContract,
        ArrivalsContract,
        KeyReadsContract,
        HistogramContract,
        AnalystQueriesContract,
        ViewDocumentContract {
  private ContractStore store;

  /** A running ClickHouse, asked for once, before the first test; its database is not touched. */
  protected abstract ClickHouseEndpoint server() throws Exception;

  @BeforeAll
  void openStore() throws Exception {
    store = ContractStore.open(server());
  }

  @AfterAll
  void dropStore() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  @Override
  public final ContractStore store() {
    return store;
  }
}
