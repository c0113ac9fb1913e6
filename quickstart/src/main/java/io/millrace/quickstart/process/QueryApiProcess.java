// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import io.millrace.query.QueryApi;
import io.millrace.query.QueryApiConfig;
import io.millrace.query.sql.SqlLimits;
import io.millrace.query.system.MetricsPages;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import io.millrace.sql.query.QueryLimits;
import io.millrace.sql.query.QueryReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The query API's process. Argument: the data folder; settings come as environment variables. It
 * asks as the embedded engine's reader, or with the account of the settings.
 */
public final class QueryApiProcess {
  private static final Logger log = LoggerFactory.getLogger(QueryApiProcess.class);

  private QueryApiProcess() {}

  /** Runs the API until the supervisor ends it. */
  public static void main(String[] arguments) {
    ChildProcess child = ChildProcess.ofThisJvm();
    try {
      Settings settings = Settings.load(Optional.empty(), System.getenv(), Map.of());
      SqlReader tables =
          child.closeAtEnd(new SqlReader(reader(settings, new DataFolder(Path.of(arguments[0])))));
      QueryApiConfig config = config(settings);
      QueryApi api =
          child.closeAtEnd(
              QueryApi.start(
                  config,
                  QueryReader.of(
                      tables,
                      new QueryLimits(
                          config.queryTimeout(),
                          settings.bytes(Setting.QUERY_API_MAX_QUERY_MEMORY),
                          QueryApi.MOST_ROWS))));
      String host = "http://" + settings.text(Setting.QUERY_API_BIND_ADDRESS) + ":";
      child.listening("query-api", host + api.port());
      child.listening("query-api-metrics", host + api.metricsPort());
      child.ready();
      new CountDownLatch(1).await();
    } catch (Exception e) {
      log.error("the query API cannot run", e);
      child.exit(ChildProcess.CANNOT_START, "query-api: " + ChildProcess.rootMessage(e));
    }
  }

  private static ClickHouseEndpoint reader(Settings settings, DataFolder folder)
      throws IOException {
    return settings.isEmpty(Setting.CLICKHOUSE_URL)
        ? ClickHouseAccounts.embeddedReader(Endpoints.of(settings).clickHouse(), settings, folder)
        : ClickHouseAccounts.external(settings);
  }

  private static QueryApiConfig config(Settings settings) {
    return new QueryApiConfig(
        settings.text(Setting.QUERY_API_BIND_ADDRESS),
        settings.number(Setting.QUERY_API_PORT),
        settings.number(Setting.QUERY_API_METRICS_PORT),
        hosts(settings.text(Setting.QUERY_API_ALLOWED_HOSTS)),
        settings.number(Setting.QUERY_API_MAX_CONCURRENT_QUERIES),
        settings.duration(Setting.QUERY_API_MAX_QUERY_WAIT),
        settings.number(Setting.QUERY_API_MAX_LIVE_STREAMS),
        settings.duration(Setting.QUERY_API_QUERY_TIMEOUT),
        settings.bytes(Setting.QUERY_API_MAX_ANSWER),
        new SqlLimits(
            Math.toIntExact(settings.bytes(Setting.QUERY_API_SQL_MAX_REQUEST)),
            settings.number(Setting.QUERY_API_SQL_MAX_ROWS)),
        settings.duration(Setting.QUERY_API_READ_YOUR_WRITES_WITHIN),
        Optional.of(bridge(settings)),
        settings.number(Setting.QUERY_API_MAX_DELETED_TRACES),
        new MetricsPages(
            Optional.of(
                metrics(
                    settings,
                    Setting.QUERY_API_SUPERVISOR_METRICS_URL,
                    "127.0.0.1",
                    Setting.SUPERVISOR_METRICS_PORT)),
            Optional.of(
                metrics(
                    settings,
                    Setting.QUERY_API_BRIDGE_METRICS_URL,
                    bound(settings),
                    Setting.BRIDGE_METRICS_PORT))));
  }

  /** That of the settings, else the one of this machine. */
  private static URI metrics(Settings settings, Setting url, String host, Setting port) {
    return settings.isEmpty(url)
        ? URI.create("http://" + host + ":" + settings.number(port))
        : settings.url(url);
  }

  /** Where the bridge of this machine is reached. */
  private static String bound(Settings settings) {
    String bound = settings.text(Setting.BRIDGE_BIND_ADDRESS);
    return bound.equals("0.0.0.0") || bound.equals("::") ? "127.0.0.1" : bound;
  }

  /** That of the settings, else the one of this machine. */
  private static URI bridge(Settings settings) {
    if (!settings.isEmpty(Setting.QUERY_API_BRIDGE_URL)) {
      return settings.url(Setting.QUERY_API_BRIDGE_URL);
    }
    return URI.create(
        "http://" + bound(settings) + ":" + settings.number(Setting.BRIDGE_HTTP_PORT));
  }

  private static Set<String> hosts(String commaSeparated) {
    return Arrays.stream(commaSeparated.split(","))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toSet());
  }
}
