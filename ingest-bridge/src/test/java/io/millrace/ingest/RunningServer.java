// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.linecorp.armeria.server.Server;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.ingest.config.BridgeConfig;
import io.millrace.ingest.config.ConnectionsConfig;
import io.millrace.ingest.config.KafkaConfig;
import io.millrace.ingest.config.LimitsConfig;
import io.millrace.ingest.config.ListenConfig;
import io.millrace.ingest.config.RetentionConfig;
import io.millrace.ingest.config.TopicsConfig;
import io.millrace.ingest.experiment.PublishedExperiments;
import io.millrace.ingest.mlflow.MlflowApi;
import io.millrace.ingest.otlp.FakeSchemaRegistry;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.otlp.RequestTranslator;
import io.millrace.ingest.read.Questions;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.BridgeMetrics;
import io.millrace.ingest.receive.Receiver;
import io.millrace.ingest.write.LogWriter;
import io.millrace.ingest.write.RecordMaker;
import io.millrace.ingest.write.WriteApi;
import io.millrace.schemas.Annotation;
import io.millrace.schemas.Control;
import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.registry.SchemaCoder;
import io.millrace.schemas.registry.SchemaRegistryEndpoint;
import io.millrace.schemas.registry.UndecodableException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The OTLP server over a fake of Kafka, on a free port. */
final class RunningServer implements AutoCloseable {
  static final LimitsConfig LIMITS =
      new LimitsConfig(1 << 20, 256 << 10, 64 << 10, 6 << 20, 4 << 20, 3);
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  final FakePublisher publisher = new FakePublisher();
  final Admission admission =
      new Admission(LIMITS.maxInFlightBytes(), LIMITS.maxInFlightBytesPerWorkspace());
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final int port;
  volatile String obstacle;

  /** The query API: nothing is there. */
  volatile Questions questions =
      (sender, method, path, body) -> CompletableFuture.completedFuture(Optional.empty());

  private final List<Admission.Reservation> held = new ArrayList<>();
  private final SchemaCoder coder = new SchemaCoder(new FakeSchemaRegistry());
  private final PublishedExperiments experiments =
      new PublishedExperiments(publisher.records, coder);
  private final Server server;

  RunningServer() {
    this(ConnectionsConfig.DEFAULTS);
  }

  RunningServer(ConnectionsConfig connections) {
    BridgeMetrics bridgeMetrics = new BridgeMetrics(metrics, admission);
    RequestTranslator translator =
        new RequestTranslator(coder, LIMITS.maxSpanBytes(), LIMITS.maxRecordBytes());
    Receiver receiver =
        new Receiver(translator, publisher, () -> Optional.ofNullable(obstacle), bridgeMetrics);
    RecordMaker records = new RecordMaker(coder);
    LogWriter log = new LogWriter(publisher, () -> Optional.ofNullable(obstacle));
    server =
        OtlpServer.create(
            new BridgeConfig(
                new ListenConfig("127.0.0.1", 0, 0, 0),
                new KafkaConfig(
                    "127.0.0.1:9",
                    SchemaRegistryEndpoint.of(URI.create("http://127.0.0.1:9")),
                    Duration.ofMillis(500),
                    Map.of()),
                TopicsConfig.DEFAULTS,
                LIMITS,
                connections,
                RetentionConfig.DEFAULTS),
            receiver,
            server -> {
              new WriteApi(
                      records,
                      log,
                      admission,
                      metrics,
                      CLOCK,
                      LIMITS.maxRecordBytes(),
                      LIMITS.maxTags())
                  .addTo(server);
              new MlflowApi(
                      new MlflowApi.Parts(
                          records,
                          log,
                          receiver,
                          experiments,
                          (sender, method, path, body) -> questions.ask(sender, method, path, body),
                          admission,
                          metrics,
                          CLOCK,
                          LIMITS))
                  .addTo(server);
            },
            admission,
            bridgeMetrics,
            CLOCK);
    server.start().join();
    port = server.activeLocalPort();
  }

  /** Has someone of the default workspace hold memory until {@link #recover}. */
  void hold(long bytes) {
    Admission.Reservation reservation = admission.open("default");
    reservation.grow(bytes);
    held.add(reservation);
  }

  /** As new: nothing fails, nothing is in the way, nothing has been published. */
  void recover() {
    publisher.failing = record -> false;
    publisher.records.clear();
    obstacle = null;
    held.forEach(Admission.Reservation::close);
    held.clear();
  }

  /** Spans that Kafka acknowledged since {@link #recover}. */
  int published() {
    return publisher.records.stream()
        .filter(record -> !publisher.failing.test(record))
        .mapToInt(OutgoingRecord::itemCount)
        .sum();
  }

  List<OtlpEnvelope> envelopes() throws UndecodableException {
    List<OtlpEnvelope> envelopes = new ArrayList<>();
    for (OutgoingRecord record : publisher.records) {
      envelopes.add(coder.decode(record.value(), OtlpEnvelope.class));
    }
    return envelopes;
  }

  Annotation annotation(OutgoingRecord record) throws UndecodableException {
    return coder.decode(record.value(), Annotation.class);
  }

  Control control(OutgoingRecord record) throws UndecodableException {
    return coder.decode(record.value(), Control.class);
  }

  /** Open connections. */
  int connections() {
    return server.numConnections();
  }

  /** The sum of a counter over all its tags but these. */
  double count(String name, String... tags) {
    return metrics.find(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
  }

  @Override
  public void close() {
    publisher.heldBack.forEach(held -> held.complete(null));
    // Armeria leaves open connections a second to end: nobody waits for it.
    CompletableFuture<Void> unused = server.stop();
  }
}
