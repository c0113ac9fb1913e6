// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.ingest.otlp.OutgoingRecord;
import io.millrace.schemas.Annotation;
import io.millrace.schemas.Control;
import io.millrace.schemas.Topics;
import io.millrace.schemas.registry.SchemaCoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes records of {@code annotations.v1} and {@code control.v1}. On the wire a key is, in UTF-8,
 * the workspace and what follows it, each after 0x00: for an annotation the trace id, as for its
 * spans; for a control record kind and name. Thread-safe.
 */
public final class RecordMaker {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SchemaCoder coder;
  private final String bridgeInstance = UUID.randomUUID().toString();
  private final AtomicLong bridgeSequence = new AtomicLong();

  public RecordMaker(SchemaCoder coder) {
    this.coder = coder;
  }

  /** A record about a trace; the body is written as JSON. */
  public OutgoingRecord annotation(Origin origin, String traceId, String kind, Object body) {
    Annotation annotation =
        Annotation.newBuilder()
            .setWorkspace(origin.workspace())
            .setTraceId(traceId)
            .setKind(kind)
            .setReceivedTimeUnixNano(origin.receivedTimeUnixNano())
            .setBody(json(body))
            .setBridgeInstance(bridgeInstance)
            .setBridgeSequence(bridgeSequence.getAndIncrement())
            .build();
    return new OutgoingRecord(
        Topics.ANNOTATIONS,
        key(origin.workspace(), traceId),
        coder.encode(Topics.ANNOTATIONS + "-value", annotation),
        origin.received().toEpochMilli(),
        1);
  }

  /**
   * The newest record of a key; the body is written as JSON.
   *
   * @param body null = removed
   */
  public OutgoingRecord control(Origin origin, String kind, String name, Object body) {
    Control control =
        Control.newBuilder()
            .setWorkspace(origin.workspace())
            .setKind(kind)
            .setName(name)
            .setReceivedTimeUnixNano(origin.receivedTimeUnixNano())
            .setBody(body == null ? "" : json(body))
            .build();
    return new OutgoingRecord(
        Topics.CONTROL,
        key(origin.workspace(), kind, name),
        coder.encode(Topics.CONTROL + "-value", control),
        origin.received().toEpochMilli(),
        1);
  }

  private static byte[] key(String... parts) {
    return String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts can be written", e);
    }
  }
}
