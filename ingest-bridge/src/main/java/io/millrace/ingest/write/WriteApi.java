// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.ingest.kafka.LogPlace;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.ingest.receive.Admission;
import io.millrace.ingest.receive.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * The paths by which one writes: each answer says where in the log the write is, so that a client
 * can wait until the view {@code progress} is past it. {@code millrace_bridge_writes_seconds} times
 * them by operation and outcome.
 */
public final class WriteApi {
  /** What all its paths begin with. */
  public static final String PREFIX = "/api/v1/";

  private static final String TRACE = PREFIX + "traces/{trace_id}";
  private static final String ASSESSMENTS = TRACE + "/assessments";
  private static final String ASSESSMENT = ASSESSMENTS + "/{assessment_id}";
  private static final String EXPERIMENTS = PREFIX + "experiments";
  private static final String PRICE = PREFIX + "prices/{price_name}";

  private final LogWriter log;
  private final Admission admission;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final int maxBodyBytes;
  private final List<Path> paths;

  private record Path(HttpMethod method, String path, String name, WriteOperation operation) {}

  /**
   * What a write has become.
   *
   * @param places topic, partition and offset of each record
   */
  record Stored(Written written, ArrayNode places) {}

  /**
   * The write paths of a bridge.
   *
   * @param maxBodyBytes largest body, the size of a record
   * @param maxTags of one request
   */
  public WriteApi(
      RecordMaker records,
      LogWriter log,
      Admission admission,
      MeterRegistry metrics,
      Clock clock,
      int maxBodyBytes,
      int maxTags) {
    this.log = log;
    this.admission = admission;
    this.metrics = metrics;
    this.clock = clock;
    this.maxBodyBytes = maxBodyBytes;
    Assessments assessments = new Assessments(records);
    TraceWrites traces = new TraceWrites(records, maxTags);
    Experiments experiments = new Experiments(records);
    PriceOverrides prices = new PriceOverrides(records);
    PartDeletions parts = new PartDeletions(records);
    this.paths =
        List.of(
            new Path(HttpMethod.POST, ASSESSMENTS, "create_assessment", assessments::create),
            new Path(HttpMethod.PATCH, ASSESSMENT, "change_assessment", assessments::change),
            new Path(HttpMethod.DELETE, ASSESSMENT, "delete_assessment", assessments::delete),
            new Path(HttpMethod.PATCH, TRACE + "/tags", "change_tags", traces::tag),
            new Path(HttpMethod.DELETE, TRACE, "delete_trace", traces::delete),
            new Path(HttpMethod.POST, TRACE + "/reprice", "reprice_trace", traces::reprice),
            new Path(
                HttpMethod.DELETE,
                PREFIX + "sessions/{session_id}",
                "delete_session",
                parts::session),
            new Path(HttpMethod.DELETE, PREFIX + "users/{user_id}", "delete_user", parts::user),
            new Path(HttpMethod.PUT, PRICE, "put_price", prices::put),
            new Path(HttpMethod.DELETE, PRICE, "delete_price", prices::delete),
            new Path(HttpMethod.POST, EXPERIMENTS, "create_experiment", experiments::create),
            new Path(
                HttpMethod.PATCH,
                EXPERIMENTS + "/{experiment_id}",
                "change_experiment",
                experiments::change));
  }

  /** Adds the paths to a server. */
  public void addTo(ServerBuilder server) {
    for (Path path : paths) {
      server.service(
          Route.builder().path(path.path).methods(path.method).build(),
          new WriteService(path.name, path.operation, this));
    }
  }

  Admission admission() {
    return admission;
  }

  Clock clock() {
    return clock;
  }

  int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Completes when Kafka has acknowledged every record. */
  CompletableFuture<Stored> publish(Written written) {
    return log.publish(written.records())
        .thenApply(places -> new Stored(written, places(written.records(), places)));
  }

  private static ArrayNode places(List<OutgoingRecord> records, List<LogPlace> places) {
    ArrayNode told = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < records.size(); i++) {
      told.addObject()
          .put("topic", records.get(i).topic())
          .put("partition", places.get(i).partition())
          .put("offset", places.get(i).offset());
    }
    return told;
  }

  void count(String operation, RefusedException refusal, Duration took) {
    String outcome = refusal == null ? "accepted" : refusal.kind().name().toLowerCase(Locale.ROOT);
    metrics
        .timer("millrace.bridge.writes", "operation", operation, "outcome", outcome)
        .record(took);
  }
}
