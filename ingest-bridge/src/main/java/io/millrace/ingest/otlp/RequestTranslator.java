// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.otlp;

import io.millrace.schemas.OtlpEnvelope;
import io.millrace.schemas.WireEncoding;
import io.millrace.schemas.registry.SchemaCoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Makes an export request into records: the items of one trace in one record, split where they grow
 * beyond the limit. Thread-safe.
 */
public final class RequestTranslator {
  private final SchemaCoder coder;
  private final int maxSpanBytes;
  private final int maxRecordBytes;
  private final String bridgeInstance = UUID.randomUUID().toString();
  private final AtomicLong bridgeSequence = new AtomicLong();

  public RequestTranslator(SchemaCoder coder, int maxSpanBytes, int maxRecordBytes) {
    this.coder = coder;
    this.maxSpanBytes = maxSpanBytes;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * One request as it came, decompressed.
   *
   * @param encoding of the body
   * @param received when, by the bridge's clock
   */
  public record Export(
      Signal signal, WireEncoding encoding, byte[] body, Tenant tenant, Instant received) {}

  /**
   * Cuts a request.
   *
   * @param reserve told of memory before it is held; what it throws is passed on
   */
  public CutRequest translate(Export export, LongConsumer reserve)
      throws MalformedRequestException {
    Signal signal = export.signal();
    byte[] request =
        export.encoding() == WireEncoding.JSON
            ? OtlpJson.toProtobuf(signal, export.body(), reserve)
            : export.body();
    List<CutItem> items = RequestCutter.cut(signal, request, reserve);
    Rejections rejections = new Rejections();
    List<OutgoingRecord> records = new ArrayList<>();
    for (Map.Entry<RecordKey, List<CutItem>> group :
        grouped(signal, request, items, rejections).entrySet()) {
      byte[] key = group.getKey().encode(export.tenant().workspace());
      for (OtlpEnvelope envelope : envelopes(export, request, group.getValue())) {
        OutgoingRecord record = record(export, key, envelope);
        reserve.accept(record.bytes());
        records.add(record);
      }
    }
    return new CutRequest(records, rejections, items.size());
  }

  private Map<RecordKey, List<CutItem>> grouped(
      Signal signal, byte[] request, List<CutItem> items, Rejections rejections) {
    Map<RecordKey, List<CutItem>> groups = new LinkedHashMap<>();
    for (CutItem item : items) {
      Rejections.Reason reason = refusal(signal, item);
      if (reason == null) {
        groups.computeIfAbsent(key(item), key -> new ArrayList<>()).add(item);
      } else {
        String example =
            reason == Rejections.Reason.TOO_LARGE
                ? ItemDescriber.describe(signal, request, item)
                : "";
        rejections.add(reason, ItemDescriber.protocolCount(signal, request, item), example);
      }
    }
    return groups;
  }

  /** Why an item is refused; null = it is not. */
  private Rejections.Reason refusal(Signal signal, CutItem item) {
    if (item.standaloneBytes() > maxSpanBytes) {
      return Rejections.Reason.TOO_LARGE;
    }
    if (signal != Signal.TRACES) {
      return null; // a log record or metric may name no trace
    }
    if (!item.ids().hasTrace()) {
      return Rejections.Reason.INVALID_TRACE_ID;
    }
    return item.ids().hasSpan() ? null : Rejections.Reason.INVALID_SPAN_ID;
  }

  private static RecordKey key(CutItem item) {
    return item.ids().hasTrace()
        ? RecordKey.ofTrace(item.ids().traceHigh(), item.ids().traceLow())
        : item.scope().resource.key();
  }

  private List<OtlpEnvelope> envelopes(Export export, byte[] request, List<CutItem> items) {
    EnvelopeSplitter splitter = new EnvelopeSplitter(maxRecordBytes, request);
    items.forEach(splitter::add);
    List<OtlpEnvelope> envelopes = splitter.finish();
    Instant received = export.received();
    for (OtlpEnvelope envelope : envelopes) {
      envelope.setWorkspace(export.tenant().workspace());
      envelope.setExperimentId(export.tenant().experimentId());
      envelope.setExperimentExplicit(export.tenant().experimentExplicit());
      envelope.setReceivedTimeUnixNano(
          TimeUnit.SECONDS.toNanos(received.getEpochSecond()) + received.getNano());
      envelope.setEncoding(export.encoding());
      envelope.setBridgeInstance(bridgeInstance);
      envelope.setBridgeSequence(bridgeSequence.getAndIncrement());
    }
    return envelopes;
  }

  private OutgoingRecord record(Export export, byte[] key, OtlpEnvelope envelope) {
    String topic = export.signal().topic();
    return new OutgoingRecord(
        topic,
        key,
        coder.encode(topic + "-value", envelope),
        export.received().toEpochMilli(),
        envelope.getItemCount());
  }
}
