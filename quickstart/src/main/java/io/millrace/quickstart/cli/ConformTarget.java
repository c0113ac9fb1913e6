// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.cli;

import io.millrace.quickstart.conform.Conformance;
import io.millrace.quickstart.data.DataFolder;
import io.millrace.quickstart.data.RunState;
import io.millrace.quickstart.settings.ClickHouseAccounts;
import io.millrace.quickstart.settings.Endpoints;
import io.millrace.quickstart.settings.Setting;
import io.millrace.quickstart.settings.Settings;
import io.millrace.quickstart.supervise.StartException;
import io.millrace.quickstart.up.TemporaryMillrace;
import io.millrace.sql.ClickHouseEndpoint;
import io.millrace.sql.SqlReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which Millrace is asked: the running one, another one by its addresses, or a temporary one. */
final class ConformTarget {
  @Option(
      names = "--up",
      description = "Start a temporary millrace on free ports, and stop it afterwards.")
  private boolean up;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "OTLP/HTTP. Default: the running millrace.")
  private URI endpoint;

  @Option(
      names = "--grpc-endpoint",
      paramLabel = "URL",
      description = "OTLP/gRPC. Default: the running millrace.")
  private URI grpcEndpoint;

  @Option(
      names = "--clickhouse-url",
      paramLabel = "URL",
      description = "ClickHouse, with the account of the settings. Default: the running millrace.")
  private URI clickHouseUrl;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Kafka, asked how far the log reaches. Default: the running millrace.")
  private String kafka;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long what was sent may take to be visible. Default: ${DEFAULT-VALUE}.")
  private int withinSeconds;

  /** A target, and what must be closed after it was used. */
  record Opened(Conformance.Target target, Optional<TemporaryMillrace> temporary)
      implements AutoCloseable {
    @Override
    public void close() {
      target.reader().close();
      temporary.ifPresent(TemporaryMillrace::close);
    }
  }

  Opened open(CommonOptions common) throws IOException, StartException, InterruptedException {
    if (!up) {
      return new Opened(target(common.settings(), common.folder(), common.running()), none());
    }
    TemporaryMillrace temporary = TemporaryMillrace.start(common.settings(), common.engineFolder());
    try {
      Conformance.Target target =
          target(temporary.settings(), temporary.folder(), Optional.of(temporary.state()));
      return new Opened(target, Optional.of(temporary));
    } catch (IOException | RuntimeException e) {
      temporary.close();
      throw e;
    }
  }

  private static Optional<TemporaryMillrace> none() {
    return Optional.empty();
  }

  private Conformance.Target target(
      Settings settings, DataFolder folder, Optional<RunState> running) throws IOException {
    URI http = endpoint != null ? endpoint : address(running, folder, "bridge-http");
    URI grpc = grpcEndpoint != null ? grpcEndpoint : grpc(http, running);
    return new Conformance.Target(
        http,
        grpc,
        kafka(settings, bootstrapServers(settings, folder, running)),
        new SqlReader(clickHouse(settings, folder, running)),
        Duration.ofSeconds(withinSeconds));
  }

  private static Map<String, Object> kafka(Settings settings, String bootstrapServers) {
    Map<String, Object> properties = new HashMap<>(Endpoints.of(settings).kafkaClientProperties());
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  private static URI grpc(URI http, Optional<RunState> running) {
    return running
        .flatMap(state -> state.address("bridge-grpc"))
        .map(ConformTarget::url)
        .orElse(http);
  }

  private String bootstrapServers(
      Settings settings, DataFolder folder, Optional<RunState> running) {
    if (kafka != null) {
      return kafka;
    }
    return settings.isEmpty(Setting.KAFKA_BOOTSTRAP_SERVERS)
        ? text(running, folder, "kafka")
        : settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS);
  }

  private ClickHouseEndpoint clickHouse(
      Settings settings, DataFolder folder, Optional<RunState> running) throws IOException {
    if (clickHouseUrl != null) {
      return ClickHouseAccounts.external(
          settings.with(Map.of(Setting.CLICKHOUSE_URL, clickHouseUrl.toString())));
    }
    return settings.isEmpty(Setting.CLICKHOUSE_URL)
        ? ClickHouseAccounts.embeddedReader(
            address(running, folder, "clickhouse"), settings, folder)
        : ClickHouseAccounts.external(settings);
  }

  private static URI address(Optional<RunState> running, DataFolder folder, String service) {
    return url(text(running, folder, service));
  }

  private static String text(Optional<RunState> running, DataFolder folder, String service) {
    return running
        .flatMap(state -> state.address(service))
        .orElseThrow(() -> CommandException.notRunning(folder.root()));
  }

  private static URI url(String address) {
    return URI.create(address);
  }
}
