// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import io.millrace.quickstart.engine.EmbeddedEngine;
import io.millrace.quickstart.engine.EmbeddedEngine.Launch;
import io.millrace.quickstart.engine.EngineCredentials;
import io.millrace.quickstart.engine.EngineLibrary;
import io.millrace.quickstart.settings.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * A real engine behind a {@link FaultProxy}, for a Millrace to which it is an existing ClickHouse.
 */
final class FaultyEngine implements AutoCloseable {
  private final Launch launch;
  private final FaultProxy proxy;
  private EmbeddedEngine engine;

  private FaultyEngine(Launch launch) throws Exception {
    this.launch = launch;
    this.engine = EmbeddedEngine.start(launch);
    this.proxy = FaultProxy.start(engine.url());
  }

  /** Starts both. */
  static FaultyEngine start(Path folder) throws Exception {
    Path library = EngineLibrary.locate(Path.of("engine"), System.getenv());
    return new FaultyEngine(Launch.of(library, folder));
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** What makes a Millrace use it. */
  Map<Setting, String> settings() {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    settings.put(Setting.CLICKHOUSE_URL, proxy.url().toString());
    settings.put(Setting.CLICKHOUSE_USER, EngineCredentials.WRITER);
    settings.put(Setting.CLICKHOUSE_PASSWORD, engine.credentials().writerPassword());
    return settings;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    engine.kill();
  }

  /** Starts it again after a kill, on another port, and has the proxy know. */
  void restart() throws Exception {
    engine = EmbeddedEngine.start(launch);
    proxy.forwardTo(engine.url());
  }

  @Override
  public void close() {
    proxy.close();
    engine.close();
  }
}
