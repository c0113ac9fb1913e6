// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.ingest.admin.AdminServer;
import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.experiment.ControlLog;
import io.millrace.ingest.kafka.KafkaClients;
import io.millrace.ingest.kafka.Readiness;
import io.millrace.ingest.kafka.RecordPublisher;
import io.millrace.ingest.mlflow.MlflowApi;
import io.millrace.ingest.otlp.RequestTranslator;
import io.millrace.ingest.read.Acknowledged;
import io.millrace.ingest.read.ReadForwarding;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BridgeMetrics;
import io.millrace.ingest.receive.Receiver;
import io.millrace.ingest.retention.RetentionGuard;
import io.millrace.ingest.write.LogWriter;
import io.millrace.ingest.write.RecordMaker;
import io.millrace.ingest.write.WriteApi;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryClient;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Process 1 of Millrace: takes OTLP over HTTP and gRPC and answers once Kafka has it.
 *
 * <pre>
 * request ─▶ http | grpc ─▶ Admission ─▶ Receiver ─▶ RequestTranslator ─▶ RecordPublisher ─▶ Kafka
 *            decompress     bounds       counts      cuts on bytes        acks=all
 * </pre>
 *
 * <p>It starts whether or not Kafka and the schema registry are there: until they are, requests are
 * answered 503 and /readyz says what is missing.
 */
public final class Bridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  private final BridgeConfig config;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final KafkaClients kafka;
  private final RetentionGuard guard;
  private final ControlLog controlLog;
  private final Readiness readiness;
  private final Server otlp;
  private final Server admin;

  private Bridge(BridgeConfig config, Clock clock) {
    this.config = config;
    SchemaRegistryClient registry = new SchemaRegistryClient(config.kafka().schemaRegistry());
    kafka = new KafkaClients(config);
    guard = RetentionGuard.of(kafka::admin, config.retention(), clock, metrics);
    controlLog = new ControlLog(kafka, config.kafka(), new SchemaCoder(registry));
    readiness = new Readiness(registry, kafka, config, this::startReading);
    Admission admission =
        new Admission(
            config.limits().maxInFlightBytes(), config.limits().maxInFlightBytesPerWorkspace());
    BridgeMetrics bridgeMetrics = new BridgeMetrics(metrics, admission);
    RequestTranslator translator =
        new RequestTranslator(
            new SchemaCoder(registry),
            config.limits().maxSpanBytes(),
            config.limits().maxRecordBytes());
    Acknowledged acknowledged = new Acknowledged();
    RecordPublisher publisher = acknowledged.over(kafka);
    Receiver receiver = new Receiver(translator, publisher, this::standingObstacle, bridgeMetrics);
    RecordMaker records = new RecordMaker(new SchemaCoder(registry));
    LogWriter log = new LogWriter(publisher, this::standingObstacle);
    WriteApi writes =
        new WriteApi(
            records,
            log,
            admission,
            metrics,
            clock,
            config.limits().maxRecordBytes(),
            config.limits().maxTags());
    ReadForwarding reads =
        new ReadForwarding(
            config.reads(), config.connections().requestTimeout(), acknowledged, metrics);
    MlflowApi mlflow =
        new MlflowApi(
            new MlflowApi.Parts(
                records,
                log,
                receiver,
                controlLog,
                reads,
                admission,
                metrics,
                clock,
                config.limits()));
    otlp =
        OtlpServer.create(
            config,
            receiver,
            server -> {
              writes.addTo(server);
              mlflow.addTo(server);
              reads.addTo(server);
            },
            admission,
            bridgeMetrics,
            clock);
    Gauge.builder("millrace.bridge.experiments", controlLog, ControlLog::experiments)
        .description("Experiments of all workspaces, held in memory")
        .register(metrics);
    Gauge.builder("millrace.bridge.connections", otlp, Server::numConnections)
        .description("Open connections on both OTLP ports")
        .register(metrics);
    admin = AdminServer.create(adminBuilder(config.listen()), metrics, this::obstacle);
  }

  /** Starts a bridge on the system's clock. */
  public static Bridge start(BridgeConfig config) {
    return start(config, Clock.systemUTC());
  }

  /**
   * Starts a bridge; its ports are bound when this returns.
   *
   * @param clock tells when requests are received
   * @throws IllegalStateException if a port cannot be bound
   */
  public static Bridge start(BridgeConfig config, Clock clock) {
    Bridge bridge = new Bridge(config, clock);
    try {
      bridge.admin.start().join();
      bridge.otlp.start().join();
    } catch (CompletionException e) {
      bridge.close();
      throw new IllegalStateException(
          "the bridge cannot bind its ports (bridge.bind-address, bridge.http-port,"
              + " bridge.grpc-port, bridge.metrics-port): "
              + e.getCause().getMessage(),
          e);
    }
    bridge.readiness.start();
    LOG.warn("{}", AdminServer.CREDENTIALS_NOTE);
    LOG.info(
        "OTLP/HTTP on {}:{}, OTLP/gRPC on port {}, metrics on port {}",
        config.listen().bindAddress(),
        bridge.httpPort(),
        bridge.grpcPort(),
        bridge.metricsPort());
    return bridge;
  }

  public int httpPort() {
    return port(otlp, config.listen().httpPort(), 0);
  }

  public int grpcPort() {
    return port(otlp, config.listen().grpcPort(), 1);
  }

  public int metricsPort() {
    return port(admin, config.listen().metricsPort(), 0);
  }

  /** Waits until topics and subjects are there; false if they are not in that time. */
  public boolean awaitReady(Duration patience) throws InterruptedException {
    return readiness.awaitPrepared(patience);
  }

  /** What keeps it from taking requests now, in one line; empty = nothing. Asks the brokers. */
  public Optional<String> obstacle() {
    return readiness.obstacle().or(guard::obstacle);
  }

  private void startReading() {
    guard.start();
    controlLog.start();
  }

  /** What keeps the bridge from taking requests, without asking anyone. */
  private Optional<String> standingObstacle() {
    return readiness.isPrepared()
        ? guard.obstacle()
        : Optional.of("Kafka's topics are not made yet");
  }

  /** Takes no more requests, answers those it has, then closes its Kafka clients. */
  @Override
  public void close() {
    CompletableFuture<Void> adminStopped = admin.stop();
    otlp.stop().join();
    readiness.close();
    controlLog.close();
    guard.close();
    kafka.close();
    adminStopped.join();
    metrics.close();
  }

  /** The port bound; where it was left free, the index-th of the server's (they serve the same). */
  private static int port(Server server, int configured, int index) {
    if (configured != 0) {
      return configured;
    }
    List<ServerPort> ports = List.copyOf(server.activePorts().values());
    return ports.get(index).localAddress().getPort();
  }

  private static ServerBuilder adminBuilder(ListenConfig listen) {
    InetSocketAddress address = new InetSocketAddress(listen.bindAddress(), listen.metricsPort());
    return EventLoops.attach(Server.builder().http(address), 1, "bridge-admin");
  }
}
